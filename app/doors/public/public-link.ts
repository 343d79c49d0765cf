import { gone, notFound } from "#app/base/errors.ts";
import { hashToken } from "#app/base/tokens.ts";
import { addressBucket, takeRate } from "#app/doors/rates/rate-limit.ts";
import { type Args, visitOf } from "#app/doors/request.ts";
import { house } from "#db/context.ts";

/** What a public token opens: its subject in its organisation, and how that organisation presents itself. */
export type PublicLink = {
	orgId: string;
	linkId: string;
	subjectId: string;
	contactId: string | undefined;
	messageId: string | undefined;
	org: { name: string; slug: string; colour: string; timeZone: string };
};

type LinkRow = {
	org_id: string;
	link_id: string;
	subject_id: string;
	contact_id: string | null;
	message_id: string | null;
	expires_at: Date;
	revoked_at: Date | null;
	org_name: string;
	org_slug: string;
	org_colour: string;
	org_time_zone: string;
};

/**
 * Opens a public link: 404 for a token that never was, 410 for one that has expired or was revoked. Guessing is
 * throttled by address and use by token.
 */
export async function openPublicLink(
	args: Args,
	kind: "chat" | "appointment" | "unsubscribe",
	token: string | undefined,
): Promise<PublicLink> {
	const { ip } = visitOf(args);
	if (!token || !/^[\w-]{43}$/.test(token)) throw notFound("link");
	const hash = hashToken(token);
	await takeRate(`link:${hash.toString("base64url").slice(0, 22)}`, "public-token");
	const [row] = await house().database.guest<LinkRow>("select * from find_public_link($1, $2)", [kind, hash]);
	if (!row) {
		await takeRate(`link-guess:${addressBucket(ip)}`, "guess");
		throw notFound("link");
	}
	if (row.revoked_at || row.expires_at < house().database.clock.now()) {
		throw gone(
			row.revoked_at
				? `This link was closed and is no longer valid. Answer the last message you got from ${row.org_name}, or call, and you will get a new one.`
				: "This link is no longer valid. Write to us or call, and you will get a new one.",
		);
	}
	return {
		orgId: row.org_id,
		linkId: row.link_id,
		subjectId: row.subject_id,
		contactId: row.contact_id ?? undefined,
		messageId: row.message_id ?? undefined,
		org: { name: row.org_name, slug: row.org_slug, colour: row.org_colour, timeZone: row.org_time_zone },
	};
}
