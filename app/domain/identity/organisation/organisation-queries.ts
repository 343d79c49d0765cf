import { asSystem, type Ctx, type Role } from "#db/context.ts";

/** The organisations a person belongs to, by name. */
export async function listOrganisations(userId: string): Promise<{ id: string; name: string; role: Role }[]> {
	return asSystem((db) =>
		db
			.selectFrom("memberships")
			.innerJoin("organisations", "organisations.id", "memberships.org_id")
			.select(["organisations.id", "organisations.name", "memberships.role"])
			.where("memberships.user_id", "=", userId)
			.orderBy("organisations.name")
			.orderBy("organisations.id")
			.limit(200)
			.execute(),
	);
}

/** The bound organisation's own settings. */
export function getOrganisation(ctx: Ctx) {
	return ctx.db
		.selectFrom("organisations")
		.select(["id", "name", "time_zone", "currency", "colour", "version"])
		.where("id", "=", ctx.org)
		.executeTakeFirstOrThrow();
}
