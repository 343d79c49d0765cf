import { jsonb } from "#db/client.ts";
import { asSystem, inOrg, type Role } from "#db/context.ts";
import { seedId } from "./seed-id.ts";

/** The demo's two organisations: the second is there so that walls can be tried. */
export const DEMO_ORG = seedId("organisation demo");
export const OTHER_ORG = seedId("organisation other");

/** Demo data's one actor; whoever reads the audit log sees that nobody did this by hand. */
export const SEEDER = { kind: "system", name: "Demo data" } as const;

// argon2id of "perigee-demo", which stands in the README: demo data only.
const DEMO_PASSWORD =
	"$argon2id$v=19$m=19456,t=2,p=1$NHa6yR1wsK9F6BCW7nwVaQ$HYVxp7uxxbH3TsdkLhyT6g7TpxU3M+5z+sRH7DZ46LQ";

const PEOPLE: { email: string; name: string; org: string; role: Role }[] = [
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
			.values([
				{
					id: DEMO_ORG,
					name: "Northlight Auto Styling",
					slug: "northlight",
					time_zone: "America/Los_Angeles",
					colour: "#0f766e",
					plan: "PROFESSIONAL",
					sending: jsonb({ email: true, sms: true, webhook: false }),
					// A newcomer tries the demo at any hour; a real firm leaves the quiet hours as they are.
					settings: jsonb({ messaging: { quietHours: null } }),
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
			])
			.onConflict((conflict) => conflict.doNothing())
			.execute();
		for (const person of PEOPLE) {
			const userId = seedId(`user ${person.email}`);
			await db
				.insertInto("users")
				.values({
					id: userId,
					email: person.email,
					name: person.name,
					password_hash: DEMO_PASSWORD,
					email_verified_at: new Date(),
					time_zone: person.org === DEMO_ORG ? "America/Los_Angeles" : "Europe/London",
				})
				.onConflict((conflict) => conflict.doNothing())
				.execute();
			await db
				.insertInto("memberships")
				.values({
					org_id: person.org,
					id: memberId(person.email),
					user_id: userId,
					role: person.role,
					name: person.name,
					email: person.email,
				})
				.onConflict((conflict) => conflict.doNothing())
				.execute();
		}
	});
}

/** The membership of a demo person. */
export function memberId(email: string): string {
	return seedId(`member ${email}`);
}

/** A transaction in one of the demo organisations. */
export function inDemoOrg<T>(org: string, fn: Parameters<typeof inOrg<T>>[1]): Promise<T> {
	return inOrg({ org, actor: SEEDER, requestId: "demo-data" }, fn);
}
