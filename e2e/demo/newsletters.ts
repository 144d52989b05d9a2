/** HTML as newsletters are written: tables, inline styles, remote pictures that count who opens them. */

interface Story {
  readonly title: string;
  readonly text: string;
}

/** A weekly magazine with a picture from the web in each story, and a tracker. */
export function magazine(name: string, colour: string, stories: readonly Story[]): string {
  const host = `https://img.${name.toLowerCase().replace(/\W+/g, '')}.example`;
  const rows = stories
    .map(
      ({ title, text }, index) => `<tr><td style="padding:16px 32px">
<img src="${host}/story-${index + 1}.jpg" width="536" height="220" alt="" style="display:block;border-radius:6px">
<h2 style="font:600 19px/1.35 Georgia,serif;margin:14px 0 6px;color:#1c2226">${title}</h2>
<p style="font:15px/1.6 Helvetica,Arial,sans-serif;margin:0;color:#40484e">${text}
<a href="https://${name.toLowerCase().replace(/\W+/g, '')}.example/story/${index + 1}" style="color:${colour}">Read on</a></p></td></tr>`,
    )
    .join('');
  return `<html><body style="margin:0;background:#f1f2f0">
<table role="presentation" width="600" align="center" cellspacing="0" style="background:#ffffff;margin:24px auto;border-radius:8px">
<tr><td style="padding:28px 32px 8px"><p style="font:600 26px/1.2 Georgia,serif;color:${colour};margin:0">${name}</p>
<p style="font:13px/1.5 Helvetica,Arial,sans-serif;color:#7a848b;margin:4px 0 0">Every week, what is worth your time</p></td></tr>
${rows}
<tr><td style="padding:20px 32px 28px;border-top:1px solid #e6e8e6"><p style="font:12px/1.5 Helvetica,Arial,sans-serif;color:#7a848b;margin:0">
You get this because you subscribed. <a href="https://${name.toLowerCase().replace(/\W+/g, '')}.example/u" style="color:#7a848b">Unsubscribe</a></p></td></tr></table>
<img src="${host}/open.gif?id=8842" width="1" height="1" alt=""></body></html>`;
}

/** A receipt: a table that has to line up. */
export function receipt(shop: string, lines: readonly (readonly [string, number])[], colour: string): string {
  const total = lines.reduce((sum, [, price]) => sum + price, 0);
  const money = (value: number) => `€ ${value.toFixed(2)}`;
  const rows = lines
    .map(
      ([what, price]) => `<tr><td style="padding:8px 0;border-bottom:1px solid #eceeee">${what}</td>
<td align="right" style="padding:8px 0;border-bottom:1px solid #eceeee">${money(price)}</td></tr>`,
    )
    .join('');
  return `<html><body style="margin:0;padding:24px;font:15px/1.6 Helvetica,Arial,sans-serif;color:#22282c">
<div style="max-width:520px"><p style="font-size:20px;font-weight:600;margin:0 0 4px;color:${colour}">${shop}</p>
<p style="margin:0 0 16px;color:#657077">Thank you for your order. Here is your receipt.</p>
<table role="presentation" width="100%" cellspacing="0">${rows}
<tr><td style="padding:12px 0;font-weight:600">Total</td><td align="right" style="padding:12px 0;font-weight:600">${money(total)}</td></tr></table>
<p style="margin:16px 0 0"><a href="https://shop.example/orders/20261" style="background:${colour};color:#ffffff;padding:9px 18px;border-radius:5px;text-decoration:none">View the order</a></p>
</div></body></html>`;
}

/** A trip at a glance. */
export function booking(): string {
  const leg = (from: string, to: string, leaves: string, arrives: string) => `<tr>
<td style="padding:14px 18px;font-size:22px;font-weight:600">${leaves}<br><span style="font-size:13px;font-weight:400;color:#5f6a71">${from}</span></td>
<td style="padding:14px 18px;color:#8a949a">→</td>
<td style="padding:14px 18px;font-size:22px;font-weight:600">${arrives}<br><span style="font-size:13px;font-weight:400;color:#5f6a71">${to}</span></td></tr>`;
  return `<html><body style="margin:0;padding:24px;background:#eef3f6;font:15px/1.5 Helvetica,Arial,sans-serif;color:#1f2a30">
<div style="max-width:560px;background:#ffffff;border-radius:10px;padding:24px">
<img src="https://static.northrail.example/logo.png" width="132" height="28" alt="Northrail">
<p style="font-size:20px;font-weight:600;margin:16px 0 4px">Lisbon, 3 to 6 December</p>
<p style="margin:0 0 12px;color:#5f6a71">Booking reference <b style="color:#1f2a30">QX7R2M</b> · Ada Lovelace</p>
<table role="presentation" cellspacing="0" style="border:1px solid #dde5e9;border-radius:8px">
${leg('London St Pancras', 'Paris Gare du Nord', '09:31', '12:47')}${leg('Paris Montparnasse', 'Lisboa Oriente', '14:52', '23:40')}</table>
<p style="margin:16px 0 0;color:#5f6a71">Be at the gate 45 minutes before departure. Seats 41 and 42, coach 7, quiet zone.</p></div></body></html>`;
}
