import { escapeHtml } from "./template.ts";

/** An email before it is laid out. All texts are plain text and are escaped here; links must be http or https. */
export type EmailContent = {
	organisation: {
		name: string;
		/** `#rrggbb`; anything else is left aside. */
		colour?: string | null;
		logoUrl?: string | null;
		/** The postal address that commercial mail has to carry (CAN-SPAM, 15 U.S.C. 7704 (a)(5)). */
		address?: string | null;
	};
	/** Paragraphs are parted by an empty line; links in it become links. */
	bodyText: string;
	/** The same words as HTML of our own making, in place of paragraphs made from `bodyText`. Trusted: never from outside. */
	bodyHtml?: string | null;
	button?: { label: string; url: string } | null;
	/** The way to the chat, below a button that leads elsewhere. */
	chatUrl?: string | null;
	/** Why one gets this mail: "You asked Northside for a quote on 3 November." */
	reason: string;
	/** The way out; null only for mail that one cannot unsubscribe from, such as the confirmation of a booking. */
	unsubscribeUrl: string | null;
};

const INK = "#1f2328";
const FADED = "#59636e";
const ACCENT = "#1f4fd8";

/**
 * The HTML and the plain-text part of one email, from the same words: one column, at most one button, the reason, the
 * way out. Styles stand in the elements because mail clients drop style sheets. Throws RangeError for other links.
 */
export function emailHtml(content: EmailContent): { html: string; text: string } {
	return { html: htmlOf(content), text: textOf(content) };
}

function htmlOf({ organisation, bodyText, bodyHtml, button, chatUrl, reason, unsubscribeUrl }: EmailContent): string {
	const name = escapeHtml(organisation.name);
	const logo = organisation.logoUrl
		? `<img src="${link(organisation.logoUrl)}" alt="${name}" height="40" style="display:block;height:40px;border:0">`
		: `<strong style="font-size:18px">${name}</strong>`;
	const paragraphs = bodyHtml
		? [bodyHtml]
		: paragraphsOf(bodyText).map((text) => `<p style="margin:0 0 16px">${linked(text).replaceAll("\n", "<br>\n")}</p>`);
	const foot = [
		escapeHtml(reason),
		[name, organisation.address ? escapeHtml(organisation.address).replaceAll("\n", ", ") : ""]
			.filter(Boolean)
			.join(", "),
		unsubscribeUrl ? `<a href="${link(unsubscribeUrl)}" style="color:${FADED}">Unsubscribe</a>` : "",
	].filter(Boolean);
	return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>${name}</title>
</head>
<body style="margin:0;padding:24px 16px;background:#ffffff;color:${INK};font:16px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,sans-serif">
<div style="max-width:560px;margin:0 auto">
<div style="margin:0 0 24px">${logo}</div>
${paragraphs.join("\n")}
${button ? buttonOf(button, organisation.colour) : ""}
${chatUrl ? `<p style="margin:0 0 16px">Questions? <a href="${link(chatUrl)}" style="color:${ACCENT}">Ask in the chat</a></p>` : ""}
<div style="margin:32px 0 0;padding:16px 0 0;border-top:1px solid #d1d9e0;color:${FADED};font-size:13px">
${foot.map((line) => `<p style="margin:0 0 8px">${line}</p>`).join("\n")}
</div>
</div>
</body>
</html>
`;
}

function textOf({ organisation, bodyText, button, chatUrl, reason, unsubscribeUrl }: EmailContent): string {
	const blocks = [
		...paragraphsOf(bodyText),
		button ? `${button.label}:\n${webAddress(button.url)}` : "",
		chatUrl ? `Questions? Ask in the chat:\n${webAddress(chatUrl)}` : "",
		// The separator that mail clients know as the start of a signature (RFC 3676, 4.3).
		`-- \n${[organisation.name, organisation.address].filter(Boolean).join("\n")}`,
		reason,
		unsubscribeUrl ? `Unsubscribe: ${webAddress(unsubscribeUrl)}` : "",
	];
	return `${blocks.filter(Boolean).join("\n\n")}\n`;
}

function buttonOf(button: { label: string; url: string }, colour: string | null | undefined): string {
	const ground = colour && /^#[0-9a-f]{6}$/i.test(colour) ? colour : ACCENT;
	const style = `display:inline-block;padding:12px 20px;border-radius:6px;background:${ground};color:${inkOn(ground)};text-decoration:none;font-weight:600`;
	return `<p style="margin:24px 0"><a href="${link(button.url)}" style="${style}">${escapeHtml(button.label)}</a></p>`;
}

/** White or black, whichever has the higher contrast on a colour (WCAG 2.2, relative luminance). */
function inkOn(colour: string): string {
	const [red, green, blue] = [1, 3, 5].map((at) => {
		const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
		return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
	}) as [number, number, number];
	const luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
	return 1.05 / (luminance + 0.05) >= (luminance + 0.05) / 0.05 ? "#ffffff" : "#000000";
}

function paragraphsOf(text: string): string[] {
	return text
		.replace(/\r\n?/g, "\n")
		.split(/\n[ \t]*\n\s*/)
		.map((paragraph) => paragraph.trim())
		.filter(Boolean);
}

/** Escaped text in which web addresses are links; the full stop after one is not part of it. */
function linked(text: string): string {
	return text
		.split(/(https?:\/\/[^\s<>"']*[^\s<>"'.,;:!?)\]])/)
		.map((piece, index) => {
			if (index % 2 === 0) return escapeHtml(piece);
			return URL.canParse(piece)
				? `<a href="${link(piece)}" style="color:${ACCENT}">${escapeHtml(piece)}</a>`
				: escapeHtml(piece);
		})
		.join("");
}

function link(url: string): string {
	return escapeHtml(webAddress(url));
}

function webAddress(url: string): string {
	const parsed = URL.parse(url);
	if (!parsed || !/^https?:$/.test(parsed.protocol)) throw new RangeError("Not a link for an email");
	return parsed.href;
}
