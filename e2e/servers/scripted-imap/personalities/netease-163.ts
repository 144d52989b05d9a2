import type { Personality } from '../personality.ts';

/** 163.com (NetEase, Coremail): wants ID before SELECT, never tells UIDNEXT, and knows neither NAMESPACE, IDLE nor MOVE. */
export const netease163: Personality = {
  name: 'Coremail Imap',
  sources: [
    'https://github.com/MailCore/mailcore2/issues/1228 (greeting, capabilities before and after LOGIN)',
    'https://github.com/pimalaya/himalaya/issues/651 (SELECT refused until ID was sent)',
    'https://github.com/modern-email/defects/issues/15 and https://github.com/chatmail/core/pull/5049 (no UIDNEXT in SELECT; STATUS answers an empty list)',
    "https://github.com/OfflineIMAP/offlineimap/issues/696 (the folders' names)",
  ],
  greeting: 'OK Coremail System IMap Server Ready(163com[726cd87d72d896a1ac393507346040fa])',
  capabilities: {
    before: 'IMAP4rev1 XLIST SPECIAL-USE ID LITERAL+ STARTTLS XAPPLEPUSHSERVICE UIDPLUS X-CM-EXT-1',
    after: 'IMAP4rev1 XLIST SPECIAL-USE ID LITERAL+ STARTTLS XAPPLEPUSHSERVICE UIDPLUS X-CM-EXT-1',
  },
  completed: '{} completed',
  delimiter: '/',
  namespaces: null,
  folders: [
    { path: '草稿箱', attributes: ['\\Drafts'] },
    { path: '已发送', attributes: ['\\Sent'] },
    { path: '已删除', attributes: ['\\Trash'] },
    { path: '垃圾邮件', attributes: ['\\Junk'] },
    { path: '病毒文件夹' },
  ],
  omits: ['select-uidnext', 'status-uidnext'],
  idFirst: 'NO {} Unsafe Login. Please contact kefu@188.com for help',
  refusals: { password: 'NO LOGIN Login error or password error', token: 'NO Unsupported' },
};
