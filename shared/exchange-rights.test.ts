import { describe, expect, it } from 'vitest';
import { sharedMailboxCommands } from './exchange-rights.ts';

describe('the commands for a shared mailbox', () => {
  it('name the mailbox and the person', () => {
    const commands = sharedMailboxCommands('sales@contoso.com', 'ada@contoso.com').split('\n');
    expect(commands).toHaveLength(4);
    expect(commands[1]).toBe(
      "Add-MailboxPermission -Identity 'sales@contoso.com' -User 'ada@contoso.com' -AccessRights FullAccess",
    );
  });

  it.each(["o'brien@contoso.com", 'o’brien@contoso.com', "x';iex($env:x)#@contoso.com"])(
    'leave %s one word, whatever quotation marks it has',
    (address) => {
      const [, command = ''] = sharedMailboxCommands(address, 'ada@contoso.com').split('\n');
      // As PowerShell reads it: two marks within a text are one, and a single one ends it.
      const words = [...command.matchAll(/'((?:[^'‘’‚‛]|['‘’‚‛]{2})*)'|\S+/g)].map(([word]) => word);
      expect(words).toHaveLength(7);
      expect(words[2]?.slice(1, -1).replace(/['‘’‚‛]{2}/g, (pair) => pair.charAt(0))).toBe(address);
    },
  );
});
