import type { Insertable } from "kysely";
import { jsonb } from "#db/client.ts";
import { asSystem, inOrg, type Role } from "#db/context.ts";
import type { Database } from "#db/types.ts";
import { seedId } from "./seed-id.ts";

/** The demo's two organisations: the second is there so that walls can be tried. */
export const DEMO_ORG = seedId("organisation demo");
export const OTHER_ORG = seedId("organisation other");

/** Demo data's one actor; whoever reads the audit log sees that nobody did this by hand. */
export const SEEDER = { kind: "system", name: "Demo data" } as const;

// argon2id of "perigee-demo", which stands in the README: demo data only.
const DEMO_PASSWORD =
	"$argon2id$v=19$m=19456,t=2,p=1$NHa6yR1wsK9F6BCW7nwVaQ$HYVxp7uxxbH3TsdkLhyT6g7TpxU3M+5z+sRH7DZ46LQ";

type Person = { email: string; name: string; org: string; role: Role };

const PEOPLE: Person[] = [
	{ email: "owner@demo.perigee.test", name: "Olive Marsh", org: DEMO_ORG, role: "owner" },
	{ email: "admin@demo.perigee.test", name: "Ada Quill", org: DEMO_ORG, role: "admin" },
	{ email: "manager@demo.perigee.test", name: "Milo Brandt", org: DEMO_ORG, role: "manager" },
	{ email: "user@demo.perigee.test", name: "Uma Castell", org: DEMO_ORG, role: "user" },
	{ email: "viewer@demo.perigee.test", name: "Vic Lindqvist", org: DEMO_ORG, role: "viewer" },
	{ email: "owner@other.perigee.test", name: "Oren Falk", org: OTHER_ORG, role: "owner" },
];

/** Organisations, people and their memberships. Leaves alone what is there. */
export async function seedPeople(): Promise<void> {
	await asSystem(async (db) => {
		await db
			.insertInto("organisations")
			.values(organisationRows())
			.onConflict((conflict) => conflict.doNothing())
			.execute();
		await db
			.insertInto("users")
			.values(PEOPLE.map(userRow))
			.onConflict((conflict) => conflict.doNothing())
			.execute();
		await db
			.insertInto("memberships")
			.values(PEOPLE.map(memberRow))
			.onConflict((conflict) => conflict.doNothing())
			.execute();
	});
}

function organisationRows(): Insertable<Database["organisations"]>[] {
	return [
		{
			id: DEMO_ORG,
			name: "Northlight Auto Styling",
			slug: "northlight",
			time_zone: "America/Los_Angeles",
			colour: "#0f766e",
			plan: "PROFESSIONAL",
			sending: jsonb({ email: true, sms: true, webhook: false }),
			is_demo: true,
		},
		{
			id: OTHER_ORG,
			name: "Harbour Detailing",
			slug: "harbour",
			time_zone: "Europe/London",
			currency: "GBP",
			is_demo: true,
		},
	];
}

function userRow({ email, name, org }: Person) {
	return {
		id: userId(email),
		email,
		name,
		password_hash: DEMO_PASSWORD,
		email_verified_at: new Date(),
		time_zone: org === DEMO_ORG ? "America/Los_Angeles" : "Europe/London",
	};
}

function memberRow({ email, name, org, role }: Person) {
	return { org_id: org, id: memberId(email), user_id: userId(email), role, name, email };
}

function userId(email: string): string {
	return seedId(`user ${email}`);
}

/** The membership of a demo person. */
export function memberId(email: string): string {
	return seedId(`member ${email}`);
}

/** A transaction in one of the demo organisations. */
export function inDemoOrg<T>(org: string, fn: Parameters<typeof inOrg<T>>[1]): Promise<T> {
	return inOrg({ org, actor: SEEDER, requestId: "demo-data" }, fn);
}
