import { env } from "#app/base/env.ts";
import { isId } from "#app/base/ids.ts";
import { mailMessageId, rowIdOfMailMessageId } from "#app/providers/email/port.ts";
import type { Ctx } from "#db/context.ts";

/** The domain of the address we write from; Message-IDs end in it. */
export function mailDomain(): string {
	return /@([^<>@\s]+?)>?\s*$/.exec(env().MAIL_FROM)?.[1]?.toLowerCase() ?? "perigee.test";
}

/** The Message-ID of a message: it names the organisation too, since providers report by it alone. */
export function messageIdOf(org: string, id: string): string {
	return mailMessageId(`${org}.${id}`, mailDomain());
}

/** The organisation and message that a Message-ID of ours names, or null for anybody else's. */
export function readMessageId(messageId: string): { org: string; id: string } | null {
	const [org, id, more] = rowIdOfMailMessageId(messageId, mailDomain())?.split(".") ?? [];
	return isId(org) && isId(id) && more === undefined ? { org, id } : null;
}

/** The headers that put an email into its conversation's thread (RFC 5322, 3.6.4): its parent and up to ten before. */
export async function threadOf(
	ctx: Ctx,
	conversationId: string,
): Promise<{ inReplyTo?: string; references?: string[] }> {
	const rows = await ctx.db
		.selectFrom("messages")
		.select(["id", "direction", "provider_message_id"])
		.where("conversation_id", "=", conversationId)
		.where("channel", "=", "email")
		.where((where) => where.or([where("direction", "=", "in"), where("sent_at", "is not", null)]))
		.orderBy("id", "desc")
		.limit(10)
		.execute();
	const ids = rows
		.reverse()
		.map((row) => (row.direction === "out" ? messageIdOf(ctx.org, row.id) : row.provider_message_id))
		.filter((id): id is string => id !== null && /^<[^<>@\s]+@[^<>@\s]+>$/.test(id));
	return ids.length === 0 ? {} : { inReplyTo: ids.at(-1)!, references: ids };
}

/** The address alone, or undefined for what is none. */
export function firstAddress(address: string | null | undefined): string | undefined {
	return address && /^[^\s@,<>]+@[^\s@,<>]+$/.test(address) ? address : undefined;
}
