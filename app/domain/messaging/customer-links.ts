import { can, type PermissionName } from "#app/domain/identity/policy.ts";
import type { Actor } from "#db/context.ts";

type Kind = "chat" | "appointment" | "unsubscribe";

const LINKS: Readonly<Record<Kind, { words: string; act: PermissionName }>> = {
	chat: { words: "their chat link", act: "conversations.chat" },
	appointment: { words: "their appointment link", act: "appointments.change" },
	unsubscribe: { words: "their unsubscribe link", act: "suppressions.edit" },
};

// The shape of `createPublicLink`: on whatever host the address was made, alone or inside a mail filter's own link.
const PATH = String.raw`(?:/|%2F)(chat|appointment|unsubscribe)(?:/|%2F)[\w-]{43}(?![\w-])`;
const IN_TEXT = new RegExp(String.raw`(?:https?://[^\s"'<>()]{0,300}?)?${PATH}(?:[/?#&%][^\s"'<>()]*)?`, "gi");
const IN_HREF = new RegExp(String.raw`\shref\s*=\s*(?:"[^"]{0,300}?${PATH}[^"]*"|'[^']{0,300}?${PATH}[^']*')`, "gi");

/**
 * A text in which the customer's own links (`createPublicLink`) stand as words: whoever holds the token acts as the
 * customer, so it is nobody else's to read. With a `reader` only the links stay whose act that reader may do for the
 * customer as themself; where none is named, none stays. Every page, list and endpoint that shows a message asks here.
 */
export function hideCustomerLinks(text: string, reader?: Actor): string {
	return text.replace(IN_TEXT, (link, kind: string) => {
		const { words } = LINKS[kind.toLowerCase() as Kind];
		return mayAct(kind, reader) ? link : `(${words})`;
	});
}

/** The same for HTML: such an anchor keeps its words and its look and leads nowhere. */
export function hideCustomerLinksInHtml(html: string, reader?: Actor): string {
	const unlinked = html.replace(IN_HREF, (attribute, first?: string, second?: string) => {
		const kind = first ?? second ?? "";
		return mayAct(kind, reader) ? attribute : ` title="${LINKS[kind.toLowerCase() as Kind].words}"`;
	});
	return hideCustomerLinks(unlinked, reader);
}

/** Whether the reader sees the customer's own links in this text as they are, as words, or the text has none. */
export function customerLinksIn(text: string, reader: Actor): "shown" | "hidden" | null {
	const kinds = [...text.matchAll(IN_TEXT)].map(([, kind]) => kind!);
	if (kinds.length === 0) return null;
	return kinds.some((kind) => mayAct(kind, reader)) ? "shown" : "hidden";
}

function mayAct(kind: string, reader: Actor | undefined): boolean {
	return reader !== undefined && can(reader, LINKS[kind.toLowerCase() as Kind].act);
}
