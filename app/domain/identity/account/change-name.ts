import type { Origin } from "#app/domain/identity/origin.ts";
import { recordSecurityEvent } from "#app/domain/identity/security-events.ts";
import { asSystem } from "#db/context.ts";

/** Changes a person's name, and the copies that their colleagues see, in every organisation at once. */
export async function changeName(userId: string, name: string, origin: Origin): Promise<void> {
	const before = await asSystem(async (db) => {
		const user = await db
			.selectFrom("users")
			.select("name")
			.where("id", "=", userId)
			.forUpdate()
			.executeTakeFirstOrThrow();
		if (user.name === name) return undefined;
		await db.updateTable("users").set({ name }).where("id", "=", userId).execute();
		await db.updateTable("memberships").set({ name }).where("user_id", "=", userId).execute();
		return user.name;
	});
	if (before === undefined) return;
	await recordSecurityEvent({ name: "name.changed", userId, origin, data: { before, after: name } });
}
