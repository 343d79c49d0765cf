import { newToken } from "#app/base/tokens.ts";
import type { Ctx } from "#db/context.ts";

/**
 * Writes a new organisation and its owner. The context is bound to the new organisation's id, and its actor is the
 * owner to be (`member`, with the id the membership will have), so that row and event stand behind the same wall.
 */
export async function createOrganisation(
	ctx: Ctx,
	input: { name: string; timeZone?: string | undefined; email: string },
): Promise<void> {
	const { actor } = ctx;
	if (actor.kind !== "member") throw new Error("an organisation is made by a person");
	await ctx.db
		.insertInto("organisations")
		.values({
			id: ctx.org,
			name: input.name,
			slug: slugOf(input.name),
			...(input.timeZone ? { time_zone: input.timeZone } : {}),
		})
		.execute();
	await ctx.db
		.insertInto("memberships")
		.values({
			org_id: ctx.org,
			id: actor.id,
			user_id: actor.userId,
			role: actor.role,
			name: actor.name,
			email: input.email,
		})
		.execute();
	await ctx.record({
		name: "organisation.created",
		subject: { type: "organisation", id: ctx.org },
		data: { name: input.name },
	});
}

/** The name in small Latin letters, with a random end: a slug that is taken would tell of another organisation. */
export function slugOf(name: string): string {
	const words = name
		.normalize("NFKD")
		.toLowerCase()
		.replace(/\p{M}/gu, "")
		.replace(/[^a-z0-9]+/g, "-")
		.replace(/^-+|-+$/g, "")
		.slice(0, 48);
	const end = newToken()
		.toLowerCase()
		.replace(/[^a-z0-9]/g, "")
		.slice(0, 6);
	return words ? `${words}-${end}` : end;
}
