import { type RecipientRefusal, faultWordsEn as words } from './fault-words.en.ts';
import { megabytes } from './format.ts';

/** `server` is "host:port". */
interface Server {
  readonly server: string;
}
/** `said`: the server's own words, cleaned; empty where it said nothing. */
interface ServerWithWords extends Server {
  readonly said: string;
}
interface File {
  readonly filename: string;
}
interface Sizes {
  /** Octets. */
  readonly size: number;
  readonly limit: number;
}
/** A recipient that was not taken. Errors that an older Heron stored do not say why. */
interface Why {
  readonly why?: RecipientRefusal;
}
const turn = (why: RecipientRefusal = 'other') => words.recipientRefusals[why] ?? words.recipientRefusals.other;

/** What went wrong while a message was written or sent. See faultsEn. */
export const faultsSendingEn = {
  draft_changed: {
    elsewhere: 'A newer version of it was saved in another window. Nothing was overwritten.',
    on_its_way: 'It is on its way. Take it back from the outbox to change it.',
    being_sent: 'It is being handed over to the server just now, so it can no longer be taken back.',
  },
  not_sendable: {
    no_recipient: 'It has no recipient.',
    invalid_address: ({ address }: { readonly address: string }) => `“${address}” is not a mail address.`,
    invalid_sender: ({ address }: { readonly address: string }) =>
      `“${address}” is not an address that mail can be sent from.`,
    not_sanitised: 'The quoted original has not been checked yet. Open the message once, and send it then.',
    too_large: ({ size, limit, server }: Sizes & Server) =>
      `It is ${megabytes('en', size, 'up')} large with its files; ${server} takes at most ${megabytes('en', limit, 'down')}. Remove a file, or send several messages.`,
    file_gone: ({ filename }: File) => `The file “${filename}” can no longer be read. Remove it, or attach it again.`,
    no_utf8: ({ address, server }: { readonly address: string } & Server) =>
      `“${address}” has letters that ${server} cannot send to: it lacks SMTPUTF8.`,
    sent_to_some: ({ server }: Server) =>
      `Some of its recipients have it already, and ${server} sends to all of them at once. Take it back: the others stay in it, and you send it to them.`,
    account_gone: 'The account that it is to be sent from is not in Heron any more. Choose another sender.',
  },
  not_printed: {
    not_drawn: 'Drawing the message for the paper took too long.',
    by_system: ({ said }: { readonly said: string }) => `The system did not print it (“${said}”).`,
  },
  file_refused: {
    folder: ({ filename }: File) =>
      `“${filename}” is a folder. Attach its files one by one, or pack it into a ZIP file.`,
    too_large: ({ filename, limit }: File & { readonly limit: number }) =>
      `“${filename}” is larger than ${megabytes('en', limit, 'down')}, which no mail server takes.`,
    unreadable: ({ filename }: File) => `“${filename}” cannot be read.`,
  },
  smtp_protocol: {
    not_smtp: ({ server }: Server) =>
      `${server} answered with something that is not SMTP. Check the server for sending in the account’s settings.`,
  },
  smtp_auth_disabled: {
    organisation: ({ server }: Server) =>
      `Your organisation has switched off sending through ${server} (SMTP AUTH) for everybody. Its administrator can allow it for your mailbox.`,
    mailbox: ({ server }: Server) =>
      `Sending through ${server} (SMTP AUTH) is switched off for your mailbox. Your administrator can switch it on.`,
  },
  smtp_unreachable: {
    network: ({ server }: Server) =>
      `${server}, the server for sending, cannot be reached from this network, which may block it.`,
  },
  graph_refused: {
    denied: ({ said }: { readonly said: string }) =>
      `Your organisation does not let Heron send through Microsoft Graph${words.quoted(said)}. Its administrator can allow it.`,
    no_mailbox: ({ said }: { readonly said: string }) =>
      `Microsoft Graph does not know this mailbox${words.quoted(said)}: it is not in Exchange Online, or has no licence. Send through the SMTP server instead.`,
    not_graph: ({ said }: { readonly said: string }) =>
      `What answered in place of Microsoft Graph is something else${words.quoted(said)}. Check the network, or HERON_MICROSOFT_GRAPH.`,
  },
  send_as_denied: {
    not_allowed: ({ server, address, said }: ServerWithWords & { readonly address: string }) =>
      `${server} does not let you send as ${address}${words.quoted(said)}. Choose another sender, or ask whoever manages that address to allow it.`,
  },
  sending_blocked: {
    mailbox: ({ server, said }: ServerWithWords) =>
      `${server} sends nothing from this mailbox any more${words.quoted(said)}. Your administrator or provider has to lift that.`,
  },
  relay_denied: {
    denied: ({ server, said }: ServerWithWords) =>
      `${server} sends for its own users only, and does not take this account for one of them${words.quoted(said)}. Check the server for sending in the account’s settings.`,
  },
  sending_limit: {
    reached: ({ server, said }: ServerWithWords) =>
      `${server} takes no more messages from this mailbox for some hours${words.quoted(said)}. Heron tries again.`,
  },
  message_refused: {
    refused: ({ server, said }: ServerWithWords) =>
      `${server} refused the message${words.quoted(said)}. Change it, or ask your administrator or provider for the reason.`,
    too_large: ({ server, said }: ServerWithWords) =>
      `The message is larger than ${server} takes${words.quoted(said)}. Remove a file, or send several messages.`,
    spam: ({ server, said }: ServerWithWords) =>
      `${server} takes the message for spam${words.quoted(said)}. Write it in another way, or ask your administrator or provider.`,
    policy: ({ server, said }: ServerWithWords) =>
      `A rule of ${server} does not let the message through${words.quoted(said)}. Ask your administrator or provider which rule that is.`,
    file_kind: ({ server, said }: ServerWithWords) =>
      `${server} does not let such a file through${words.quoted(said)}. Remove it, and pass it on in another way.`,
    network: ({ server, said }: ServerWithWords) =>
      `${server} takes no mail from the network that this computer is in${words.quoted(said)}. Send from another network, or ask your administrator or provider.`,
    mailbox_full: ({ server, said }: ServerWithWords) =>
      `${server} says that a mailbox is full${words.quoted(said)}. If it is yours, make room in it; else its owner has to.`,
    too_many_recipients: ({ server, said }: ServerWithWords) =>
      `${server} takes no message for so many recipients${words.quoted(said)}. Send it to fewer at a time.`,
    sender: ({ server, said }: ServerWithWords) =>
      `${server} refused the sender’s address${words.quoted(said)}. Check it in the account’s settings.`,
  },
  recipients_refused: {
    /** `refused` lists addresses. */
    some: ({ server, refused, said, why }: ServerWithWords & { readonly refused: string } & Why) =>
      `${server} did not take ${refused}${words.quoted(said)}. The message was sent to all others. ${turn(why)}`,
    /** The server may take them later. */
    some_later: ({ server, refused, said }: ServerWithWords & { readonly refused: string }) =>
      `${server} did not take ${refused} yet${words.quoted(said)}. The message was sent to all others; Heron tries these again by itself.`,
    /** It did not say which. */
    unnamed: ({ server, said, why }: ServerWithWords & Why) =>
      `${server} did not take one of the recipients${words.quoted(said)}, so nothing was sent. ${turn(why)}`,
    all: ({ server, refused, said, why }: ServerWithWords & { readonly refused: string } & Why) =>
      `${server} did not take ${refused}${words.quoted(said)}, so nothing was sent. ${turn(why)}`,
  },
  sending_deferred: {
    later: ({ server, said }: ServerWithWords) =>
      `${server} asks to try again later${words.quoted(said)}. Heron does so by itself.`,
    connections: ({ server, said }: ServerWithWords) =>
      `${server} has too many connections just now${words.quoted(said)}. Heron tries again by itself.`,
    greylisted: ({ server, said }: ServerWithWords) =>
      `${server} lets senders wait whom it does not know yet${words.quoted(said)}. Heron tries again by itself.`,
    /** Refused for so long that the user has to know. */
    given_up: ({ server, said }: ServerWithWords) =>
      `${server} has put off the message again and again${words.quoted(said)}. Heron stopped trying: ask your administrator or provider, or try it later.`,
  },
  may_have_been_sent: {
    connection_cut: ({ server }: Server) =>
      `The connection to ${server} ended after the message was handed over, before the server confirmed it. Heron looks for it in the Sent folder. If it is not there, you decide whether it is sent again.`,
    heron_ended: ({ server }: Server) =>
      `Heron ended while the message was being handed over to ${server}. Heron looks for it in the Sent folder. If it is not there, you decide whether it is sent again.`,
    strange_answer: ({ server }: Server) =>
      `${server} gave an answer that does not say whether it took the message. If it is not in the Sent folder, you decide whether it is sent again.`,
  },
  draft_not_copied: {
    refused: ({ folder, said }: { readonly folder: string; readonly said: string }) =>
      `The draft is safe on this computer, but it could not be copied into “${folder}” on the server${words.quoted(said)}. Heron tries again later.`,
    quota: ({ said }: { readonly said: string }) =>
      `The mailbox is full, so drafts are kept on this computer only until there is room${words.quoted(said)}.`,
  },
  sent_copy_missing: {
    not_filed: ({ folder, said }: { readonly folder: string; readonly said: string }) =>
      `The message was sent, but its copy could not be put into “${folder}”${words.quoted(said)}. Heron keeps trying.`,
    account_removed:
      'The message was sent. Its account was removed before Heron saw a copy of it in the Sent folder, so there may be none.',
  },
};
