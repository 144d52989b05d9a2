/**
 * The words of IMAP and SMTP that may be written into a protocol log. Whatever is not among them (names, addresses, texts, numbers outside
 * their places) is written as "…": a line is put together from what is known to be harmless, and nothing is searched for secrets.
 */

const set = (words: string): ReadonlySet<string> => new Set(words.trim().split(/\s+/));

/** Commands (RFC 9051 section 6), with those that a folder's name follows. */
export const imapVerbs = set(`
  CAPABILITY NOOP LOGOUT STARTTLS AUTHENTICATE LOGIN ID ENABLE SELECT EXAMINE CREATE DELETE RENAME SUBSCRIBE UNSUBSCRIBE LIST LSUB XLIST
  NAMESPACE STATUS APPEND IDLE DONE CLOSE UNSELECT EXPUNGE SEARCH FETCH STORE COPY MOVE COMPRESS GETQUOTA GETQUOTAROOT
`);
export const folderVerbs = set('SELECT EXAMINE CREATE DELETE RENAME SUBSCRIBE UNSUBSCRIBE STATUS APPEND GETQUOTAROOT');
export const numberVerbs = set('FETCH STORE COPY MOVE EXPUNGE');

/** Items, search keys, flags and attributes. */
export const imapWords = set(`
  ALL ANSWERED BEFORE BODY BODYSTRUCTURE CC CHANGEDSINCE CONDSTORE COUNT DELETED DRAFT EMAILID ENVELOPE FLAGGED FLAGS FROM HEADER HIGHESTMODSEQ
  INTERNALDATE KEYWORD LARGER MAX MESSAGES MIN MODSEQ NEW NOT OLD ON OR QRESYNC RECENT RETURN RFC822.SIZE SEEN SENTBEFORE SENTON SENTSINCE SINCE
  SMALLER SPECIAL-USE SUBJECT SUBSCRIBED TEXT THREADID TO UID UIDNEXT UIDVALIDITY UNANSWERED UNDELETED UNFLAGGED UNKEYWORD UNSEEN X-GM-LABELS
  X-GM-MSGID X-GM-RAW X-GM-THRID FLAGS.SILENT +FLAGS +FLAGS.SILENT -FLAGS -FLAGS.SILENT
  \\ANSWERED \\DELETED \\DRAFT \\FLAGGED \\RECENT \\SEEN \\HASCHILDREN \\HASNOCHILDREN \\NOINFERIORS \\NONEXISTENT \\NOSELECT \\MARKED
  \\UNMARKED \\SUBSCRIBED \\ALL \\ARCHIVE \\DRAFTS \\IMPORTANT \\INBOX \\JUNK \\SENT \\TRASH NIL "" * % ( )
`);

export const mechanisms = set(
  'XOAUTH2 OAUTHBEARER PLAIN LOGIN CRAM-MD5 SCRAM-SHA-1 SCRAM-SHA-256 GSSAPI NTLM EXTERNAL',
);

export const capabilities = set(`
  IMAP4REV1 IMAP4REV2 AUTH=XOAUTH2 AUTH=OAUTHBEARER AUTH=PLAIN AUTH=LOGIN AUTH=CRAM-MD5 AUTH=GSSAPI AUTH=NTLM AUTH=PLAIN-CLIENTTOKEN
  AUTH=SCRAM-SHA-1 AUTH=SCRAM-SHA-256 AUTH=EXTERNAL SASL-IR LOGINDISABLED LOGIN-REFERRALS STARTTLS ID ENABLE IDLE NAMESPACE UIDPLUS MOVE
  CONDSTORE QRESYNC LITERAL+ LITERAL- UNSELECT CHILDREN SPECIAL-USE CREATE-SPECIAL-USE LIST-EXTENDED LIST-STATUS LIST-MYRIGHTS ESEARCH
  SEARCHRES WITHIN SORT THREAD=REFERENCES THREAD=REFS THREAD=ORDEREDSUBJECT MULTIAPPEND BINARY CATENATE COMPRESS=DEFLATE QUOTA ACL
  UTF8=ACCEPT UTF8=ONLY NOTIFY METADATA OBJECTID PREVIEW SAVEDATE STATUS=SIZE REPLACE XLIST XAPPLEPUSHSERVICE X-GM-EXT-1 APPENDLIMIT
  CLIENTACCESSRULES CLIENTNETWORKPRESENCELOCATION BACKENDAUTHENTICATE CONTEXT=SEARCH URL-PARTIAL SNIPPET=FUZZY
`);

/** Response codes (RFC 5530, 9051 section 7.1 and known servers). */
export const responseCodes = set(`
  ALERT ALREADYEXISTS APPENDUID AUTHENTICATIONFAILED AUTHORIZATIONFAILED BADCHARSET CANNOT CAPABILITY CLIENTBUG CLOSED CONTACTADMIN COPYUID
  CORRUPTION EXPIRED EXPUNGEISSUED HIGHESTMODSEQ INUSE LIMIT MAILBOXID MODIFIED NOMODSEQ NONEXISTENT NOPERM OVERQUOTA PARSE PERMANENTFLAGS
  PRIVACYREQUIRED READ-ONLY READ-WRITE REFERRAL SERVERBUG THROTTLED TOOBIG TRYCREATE UIDNEXT UIDNOTSTICKY UIDVALIDITY UNAVAILABLE
  UNKNOWN-CTE UNSEEN USEATTR WEBALERT
`);
/** Those whose arguments are numbers. */
export const numberCodes = set('APPENDUID COPYUID HIGHESTMODSEQ UIDNEXT UIDVALIDITY UNSEEN');

/** Untagged answers that are written as this one word. */
export const dataWords = set('FLAGS NAMESPACE ID QUOTA QUOTAROOT ACL METADATA GENURLAUTH THREAD LANGUAGE');
export const listedNumbers = set('SEARCH SORT ESEARCH VANISHED');

export const smtpVerbs = set('EHLO HELO STARTTLS AUTH MAIL RCPT DATA QUIT RSET NOOP BDAT');
export const smtpParameters = set('BODY=8BITMIME BODY=7BIT SMTPUTF8');
export const smtpKeywords = set(`
  SIZE AUTH STARTTLS PIPELINING 8BITMIME SMTPUTF8 DSN ENHANCEDSTATUSCODES CHUNKING BINARYMIME VRFY ETRN HELP LIMITS REQUIRETLS XCLIENT
  ${[...mechanisms].join(' ')}
`);

/** What servers are known to say; written where a line contains it, in these words. */
export const phrases: readonly string[] = [
  'User is authenticated but not connected',
  'BasicAuthBlocked',
  'BasicAuthDisabled',
  'AccessTokenExpired',
  'LogonDenied',
  'AUTHENTICATE failed',
  'LOGIN failed',
  'Authentication failed',
  'Authentication unsuccessful',
  'Invalid credentials',
  'Application-specific password required',
  'Web login required',
  'SmtpClientAuthentication is disabled for the Tenant',
  'SmtpClientAuthentication is disabled for the Mailbox',
  'Client was not authenticated',
  'Command Error',
  'Server Unavailable',
  'Server Busy',
  'Too many simultaneous connections',
  'Too many connections',
  'Account exceeded command or bandwidth limits',
  'Request is throttled',
  'Suggested Backoff Time',
  'Mailbox does not exist',
  "Mailbox doesn't exist",
  'Mailbox is not available',
  'Session timed out',
  'Connection closed',
  'Connection is closed',
  'Logging out',
  'Logged in',
  'Logout completed',
  'Relay access denied',
  'Message size exceeds',
  'Recipient address rejected',
  'Sender address rejected',
  'Concurrent connections limit exceeded',
  'completed',
];
