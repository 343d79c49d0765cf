import { newId } from "#app/base/ids.ts";
import { asSystem } from "#db/context.ts";
import type { TestOrg } from "#tests/support/house.ts";

/** Members of a firm; a name given is one member's own. */
export async function addMembers(org: TestOrg, count: number, id = newId(), name?: string): Promise<void> {
	const people = Array.from({ length: count }, (_, at) => ({
		...{ id: at === 0 ? id : newId(), userId: newId() },
		name: name ?? `Member ${String(at).padStart(3, "0")}`,
	}));
	const email = (person: string) => `${person}@firm.test`;
	await asSystem(async (db) => {
		await db
			.insertInto("users")
			.values(people.map((one) => ({ id: one.userId, email: email(one.userId), name: one.name })))
			.execute();
		await db
			.insertInto("memberships")
			.values(
				people.map((one) => ({
					...{ org_id: org.id, id: one.id, user_id: one.userId, role: "user" as const },
					...{ name: one.name, email: email(one.userId) },
				})),
			)
			.execute();
	});
}
