import { asSystem } from "#db/context.ts";
import { DEMO_ORG, seedPeople } from "./people.ts";
import { seedPlaces } from "./places.ts";

/** Fills the demo organisations. Deterministic, and safe to run again: what is there stays as it is. */
export async function seedDemo(): Promise<void> {
	await seedPeople();
	await seedPlaces();
}

/** Whether the demo organisation is there already. */
export async function hasDemo(): Promise<boolean> {
	const found = await asSystem((db) =>
		db.selectFrom("organisations").select("id").where("id", "=", DEMO_ORG).executeTakeFirst(),
	);
	return found !== undefined;
}
