/**
 * HTML that tries to run a script, to send requests, to leave its element or to paint outside of it (H1–H3); each is
 * small enough to name what failed. `remote`: it refers to the beacon, so it has to be counted.
 */
export interface Attack {
  readonly name: string;
  readonly html: string;
  readonly remote: boolean;
}

/** Sets a mark in each window that it can reach. */
const run = "top.hacked=1;parent.hacked=1;hacked=1;document.title='HACKED'";

/**
 * @param beacon an origin, without a trailing slash, that records every request
 */
export function attacks(beacon: string): Attack[] {
  const host = beacon.replace(/^https?:/, '');
  const escaped = (text: string): string => [...text].map((char) => `\\${char.charCodeAt(0).toString(16)} `).join('');
  const scripts: Record<string, string> = {
    'script element': `<script>${run}</script>`,
    'script in capitals with junk': `<ScRiPt/x>${run}</sCrIpT foo>`,
    'module script': `<script type="module">${run}</script>`,
    'script in a template': `<template><script>${run}</script></template>`,
    'nested script text': `<scr<script>ipt>${run}</scr</script>ipt>`,
    'onerror handler': `<img src=x onerror="${run}">`,
    'handler without quotes or spaces': `<img/src=x/onerror=${run.replaceAll("'", '&#39;')}>`,
    'handler with a NUL': `<img src=x on\0error="${run}">`,
    'svg onload': `<svg onload="${run}">`,
    'svg script': `<svg><script>${run}</script></svg>`,
    'svg animate': `<svg><animate onbegin="${run}" attributeName=x dur=1s>`,
    'svg set href': `<svg><a><set attributeName=href to="javascript:${run}"/><text y=20>x</text></a></svg>`,
    'svg foreignObject': `<svg><foreignObject><img src=x onerror="${run}"></foreignObject></svg>`,
    'math href': `<math href="javascript:${run}">CLICK</math>`,
    'details toggle': `<details open ontoggle="${run}"><summary>x</summary></details>`,
    'autofocus focus': `<input autofocus onfocus="${run}"><a tabindex=1 autofocus onfocus="${run}">x</a>`,
    'css animation handler': `<style>@keyframes k{}</style><p style="animation:k 1s" onanimationstart="${run}">x</p>`,
    'body onload': `<body onload="${run}" onpageshow="${run}">`,
    'marquee start': `<marquee onstart="${run}">x</marquee>`,
    'video source error': `<video><source onerror="${run}"></video>`,
    'iframe srcdoc': `<iframe srcdoc="<script>${run}</script>"></iframe>`,
    'iframe javascript': `<iframe src="javascript:${run}"></iframe>`,
    'object data script': `<object data="data:text/html,<script>${run}</script>"></object>`,
    'embed svg': `<embed src="data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' onload='${run.replaceAll("'", '')}'/>">`,
    'meta refresh to javascript': `<meta http-equiv="refresh" content="0;url=javascript:${run}">`,
    'base javascript': `<base href="javascript:${run}//"><a href="#">x</a>`,
    'css expression': `<p style="width:expression(${run})">x</p>`,
    'css behaviour': `<p style="behavior:url(#x);-moz-binding:url(#x)">x</p>`,
    'javascript image': `<img src="javascript:${run}"><img src=" jAvA\tscript:${run}"><img src="java\nscript:${run}">`,
    'mXSS: mglyph and style': `<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=${run}&gt;">`,
    'mXSS: form and mglyph': `<form><math><mtext></form><form><mglyph><style></math><img src onerror="${run}">`,
    'mXSS: svg style': `<svg><style><!--</style><img src=x onerror="${run}">--></svg>`,
    'mXSS: svg p style': `<svg></p><style><a id="</style><img src=1 onerror=${run}>">`,
    'mXSS: noscript title': `<noscript><p title="</noscript><img src=x onerror=${run}>">`,
    'mXSS: textarea': `<textarea><p title="</textarea><img src=x onerror=${run}>"></textarea>`,
    'mXSS: xmp and noembed': `<xmp><p title="</xmp><img src=x onerror=${run}>"></xmp><noembed><p title="</noembed><img src=x onerror=${run}>"></noembed>`,
    'mXSS: select style': `<select><style><a title="</style><img src=x onerror=${run}>"></style></select>`,
    'mXSS: style attribute text': `<style><img title="</style><img src=x onerror=${run}>"></style>`,
    'mXSS: css string closes style': `<style>p::before{content:"</style><img src=x onerror=${run}>"}</style>`,
    'mXSS: css escape closes style': `<style>p::before{content:"\\3c/style>\\3cimg src=x onerror=${run}>"}</style>`,
    'mXSS: selector closes style': `<style>a[title="</style><img src=x onerror=${run}>"]{color:red}</style>`,
    'mXSS: media closes style': `<style>@media (width < 1px), "</style><img src=x onerror=${run}>"{p{color:red}}</style>`,
    'mXSS: deep nesting': `${'<div>'.repeat(600)}<math><mi><table><mglyph><style><img src=x onerror="${run}">`,
    'mXSS: annotation-xml': `<math><annotation-xml encoding="text/html"><style><img src=x onerror="${run}"></style></annotation-xml></math>`,
    'mXSS: plaintext': `<svg><desc><plaintext><img src=x onerror="${run}">`,
    'mXSS: comment ends': `<!--><img src=x onerror="${run}">--><!-- --!><img src=x onerror="${run}">-->`,
    'mXSS: processing instruction': `<?xml version="1.0"?><?img src=x onerror="${run}"?><![CDATA[<img src=x onerror="${run}">]]>`,
    'mXSS: attribute backticks': `<img alt="\`><img src=x onerror=${run}>">`,
    'clobbering the document': `<img name=body><img name=documentElement><img name=defaultView><form name=getElementById><input name=attributes><input name=parentNode></form><a id=createElement name=querySelector>x</a>`,
    'clobbering the sanitiser': `<form><input name=attributes><input name=removeAttribute><input name=childNodes><img src=x onerror="${run}"></form>`,
    'custom element': `<x-y is="z" onclick="${run}" tabindex=1 autofocus onfocus="${run}">x</x-y>`,
    'declarative shadow root': `<div><template shadowrootmode="open"><img src=x onerror="${run}"></template></div>`,
    'utf-7': `+ADw-script+AD4-${run}+ADw-/script+AD4-`,
  };
  const fetches: Record<string, string> = {
    img: `<img src="${beacon}/a">`,
    'img without scheme': `<img src="${host}/a">`,
    'img with a tab and a newline in the scheme': `<img src=" \u0001${beacon.replace('http', 'ht\n\ttp')}/a">`,
    'img with backslashes': `<img src="${host.replaceAll('/', '\\')}\\a">`,
    'img in capitals': `<IMG SRC="${beacon.toUpperCase()}/a">`,
    srcset: `<img srcset="${beacon}/a 1x, ${beacon}/b 2x" src="">`,
    picture: `<picture><source srcset="${beacon}/a"><img src="${beacon}/b"></picture>`,
    'background attributes': `<table background="${beacon}/a"><tr><td background="${beacon}/b">x</table>`,
    'body background': `<body background="${beacon}/a">`,
    'input image': `<input type="image" src="${beacon}/a">`,
    'video, audio, track': `<video src="${beacon}/a" poster="${beacon}/b" autoplay><track src="${beacon}/c" default></video><audio src="${beacon}/d" autoplay>`,
    'style: url': `<p style="background:url(${beacon}/a)">x</p>`,
    'style: escaped url': `<p style="background:\\75rl(${beacon}/a)">x</p><p style="background:${escaped('url')}(${beacon}/b)">x</p>`,
    'style: comment in url': `<p style="background:/**/url(/**/${beacon}/a)">x</p><p style="background:url('${beacon}/b')/*">x</p>`,
    'style: image-set': `<p style="background:image-set('${beacon}/a' 1x)">x</p><p style="background:-webkit-image-set(url(${beacon}/b) 1x)">x</p>`,
    'style: custom property': `<p style="--a:url(${beacon}/a);background:var(--a)">x</p>`,
    'style: var fallback': `<p style="background:var(--nothing,url(${beacon}/a))">x</p>`,
    'style: cursor, mask, filter, border-image, list, content': `<p style="cursor:url(${beacon}/a),auto;mask:url(${beacon}/b);filter:url(${beacon}/c#x);border-image:url(${beacon}/d);list-style:url(${beacon}/e);content:url(${beacon}/f);shape-outside:url(${beacon}/g);clip-path:url(${beacon}/h#x)">x</p>`,
    'style: cross-fade': `<p style="background:-webkit-cross-fade(url(${beacon}/a),url(${beacon}/b),50%)">x</p>`,
    'sheet: import': `<style>@import url(${beacon}/a);</style>`,
    'sheet: import without url': `<style>@import '${beacon}/a' screen;</style>`,
    'sheet: escaped import': `<style>@\\69mport '${beacon}/a';</style>`,
    'sheet: import behind a comment': `<style><!-- @import '${beacon}/a'; --></style>`,
    'sheet: import in svg': `<svg><style>@import '${beacon}/a';</style></svg>`,
    'sheet: background': `<style>p{background:url(${beacon}/a)}</style><p>x</p>`,
    'sheet: in media and supports': `<style>@media all{p{background:url(${beacon}/a)}}@supports(color:red){p{background:url(${beacon}/b)}}@layer x{p{background:url(${beacon}/c)}}</style><p>x</p>`,
    'sheet: nested rules': `<style>p{color:red;&{background:url(${beacon}/a)} b &{background:url(${beacon}/b)}}</style><p>x</p>`,
    'sheet: custom property on the root': `<style>:root{--a:url(${beacon}/a)}p{background:var(--a)}</style><p>x</p>`,
    'sheet: registered property': `<style>@property --a{syntax:'<image>';inherits:true;initial-value:url(${beacon}/a)}p{background:var(--a)}</style><p>x</p>`,
    'sheet: font': `<style>@font-face{font-family:f;src:url(${beacon}/a)}p{font-family:f}</style><p>x</p>`,
    'sheet: keyframes': `<style>@keyframes k{to{background:url(${beacon}/a)}}p{animation:k 1ms infinite}</style><p>x</p>`,
    'sheet: counter style and content': `<style>@counter-style c{system:cyclic;symbols:url(${beacon}/a)}p::before{content:url(${beacon}/b)}</style><p>x</p>`,
    'sheet: broken strings and comments': `<style>p{color:"\n;background:url(${beacon}/a)}/*</style><p>x</p>`,
    'link stylesheet': `<link rel="stylesheet" href="${beacon}/a">`,
    'link icon, preload, prefetch, modulepreload': `<link rel=icon href="${beacon}/a"><link rel=preload as=image href="${beacon}/b"><link rel=prefetch href="${beacon}/c"><link rel=modulepreload href="${beacon}/d"><link rel=preload as=image imagesrcset="${beacon}/e 1x">`,
    'link dns-prefetch and preconnect': `<link rel="dns-prefetch" href="${host}"><link rel="preconnect" href="${beacon}">`,
    'meta refresh': `<meta http-equiv="refresh" content="0; url=${beacon}/a">`,
    base: `<base href="${beacon}/"><img src="a.png"><p style="background:url(b.png)">x</p>`,
    'iframe, frame, embed, object': `<iframe src="${beacon}/a"></iframe><object data="${beacon}/b"></object><embed src="${beacon}/c">`,
    'svg image and use': `<svg><image href="${beacon}/a"/><image xlink:href="${beacon}/b"/><use href="${beacon}/c#x"/><filter><feImage href="${beacon}/d"/></filter></svg>`,
    'svg fill url': `<svg><rect fill="url(${beacon}/b#c)" style="fill:url(${beacon}/a#x)" width=9 height=9 /><image href="${beacon}/c"/></svg>`,
    'data svg that fetches': `<img src="data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'><image href='${beacon}/a'/></svg>"><img src="${beacon}/b">`,
    'noscript image': `<noscript><img src="${beacon}/a"></noscript>`,
    form: `<form action="${beacon}/a" id=f><input autofocus><button formaction="${beacon}/b">x</button></form>`,
    ping: `<a href="https://contoso.test" ping="${beacon}/a">x</a>`,
    'legacy attributes': `<img lowsrc="${beacon}/a" dynsrc="${beacon}/b"><applet codebase="${beacon}/c"></applet><html manifest="${beacon}/d">`,
    'content of an image by style': `<img style="content:url(${beacon}/a)"><hr style="content:url(${beacon}/b)">`,
    'H8 attribution': `<img attributionsrc="${beacon}/a">`,
    'H8 iframe srcdoc': `<iframe srcdoc="&lt;img src=${beacon}/a&gt;"></iframe>`,
    'H8 svg mask and cursor': `<svg><rect mask="url(${beacon}/a)" cursor="url(${beacon}/b),auto"/></svg>`,
    'H8 svg set': `<svg><image><set attributeName="href" to="${beacon}/a"/></image></svg>`,
    'H8 svg animate values': `<svg><image><animate attributeName="href" values="x;${beacon}/a"/></image></svg>`,
    'H8 javascript frame': `<iframe src="javascript:'<img src=${beacon}/a>'"></iframe>`,
    'H8 data svg': `<img src="data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'><image href='${beacon}/a'/></svg>">`,
    'H8 declarative shadow root': `<div><template shadowrootmode=open><img src="${beacon}/a"></template></div>`,
    'conditional comment': `<!--[if mso]><img src="${beacon}/a"><![endif]--><img src="${beacon}/b">`,
  };
  const places: Record<string, string> = {
    'position fixed': `<div style="position:fixed;inset:0;z-index:2147483647;background:#f00;width:9999px;height:9999px">x</div>`,
    'position sticky in a sheet': `<style>div{position:sticky!important;top:-900px}body{position:fixed;top:-500px}</style><div>x</div>`,
    'negative margins and transforms': `<div style="margin:-900px;transform:translate(-900px,-900px) scale(9);background:#f00">x</div>`,
    'dialog and popover': `<dialog open style="position:fixed">x</dialog><div popover id=p>y</div><button popovertarget=p>z</button>`,
    'grows with the viewport': `<style>html,body{height:110vh!important;min-height:110vh!important}</style><div style="height:110vh;min-height:100dvh">x</div>`,
    'endless height': `<div style="height:99999999px">x</div>`,
    'target top': `<base target=_top><a href="https://contoso.test/" target="_top">x</a>`,
  };
  const named = (group: Record<string, string>, remote: boolean): Attack[] =>
    Object.entries(group).map(([name, html]) => ({ name, html, remote }));
  return [...named(scripts, false), ...named(fetches, true), ...named(places, false)];
}
