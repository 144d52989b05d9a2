import type { AuthMethod } from './mail.ts';

/** The word for an auth method, a key of the texts' `methods`. @param provider the id of the identity provider */
export function methodAt(method: AuthMethod, provider: string): AuthMethod | 'oauth2_elsewhere' {
  return method === 'oauth2' && provider !== 'microsoft365' ? 'oauth2_elsewhere' : method;
}
