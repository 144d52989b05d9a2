/** One line of the protocol, and who said it. A server's line may hold addresses, folder names, and whatever the server wants. */
export type OnLine = (from: 'client' | 'server', line: string) => void;
