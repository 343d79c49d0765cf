import { env } from "#app/base/env.ts";
import { newId } from "#app/base/ids.ts";
import { hashToken, newToken } from "#app/base/tokens.ts";
import type { Ctx } from "#db/context.ts";

const PATHS = { chat: "/chat", appointment: "/appointment", unsubscribe: "/unsubscribe" } as const;
const DAYS = { chat: 45, appointment: 400, unsubscribe: 400 } as const;

export type NewPublicLink = {
	kind: keyof typeof PATHS;
	/** The conversation, the appointment, or the contact whose message bears the link. */
	subjectId: string;
	contactId?: string | undefined;
	messageId?: string | undefined;
	expiresAt?: Date | undefined;
};

/**
 * Makes a link that stands alone: unguessable, expiring, revocable, opening its subject and nothing else. Only its
 * hash is stored, so the URL is known once, here. Returns the absolute URL, built from the public URL.
 */
export async function createPublicLink(ctx: Ctx, input: NewPublicLink): Promise<{ id: string; url: string }> {
	const token = newToken();
	const id = newId();
	await ctx.db
		.insertInto("public_links")
		.values({
			org_id: ctx.org,
			id,
			kind: input.kind,
			token_hash: hashToken(token),
			subject_id: input.subjectId,
			contact_id: input.contactId ?? null,
			message_id: input.messageId ?? null,
			expires_at: input.expiresAt ?? new Date(ctx.now.getTime() + DAYS[input.kind] * 86_400_000),
		})
		.execute();
	return { id, url: `${env().publicUrl}${PATHS[input.kind]}/${token}` };
}
