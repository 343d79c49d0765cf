import { newId } from "#app/base/ids.ts";
import { createOrganisation } from "#app/domain/identity/organisation/create-organisation.ts";
import { switchOrganisation } from "#app/domain/identity/sessions/switch-organisation.ts";
import { inOrg } from "#db/context.ts";
import { originOf } from "./page.ts";
import type { Args } from "./request.ts";
import type { Person } from "./session.ts";

/** Makes an organisation whose owner is this person, and takes them there. Its transaction is bound to its own id. */
export async function foundOrganisation(
	args: Args,
	person: Person,
	input: { name: string; timeZone?: string | undefined },
): Promise<void> {
	const org = newId();
	const origin = originOf(args);
	const actor = { kind: "member", id: newId(), name: person.name, role: "owner", userId: person.userId } as const;
	await inOrg({ org, actor, ...origin }, (ctx) => createOrganisation(ctx, { ...input, email: person.email }));
	await switchOrganisation(person, org, origin);
}
