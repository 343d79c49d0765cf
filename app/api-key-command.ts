import { parseArgs } from "node:util";
import { invalid } from "#app/base/errors.ts";
import { newId } from "#app/base/ids.ts";
import { SCOPES } from "#app/domain/identity/policy.ts";
import { asSystem, inOrg } from "#db/context.ts";
import { createApiKey } from "./domain/identity/api-keys/create-api-key.ts";

const USAGE = "Usage: npm run api-key -- --email WHO [--scopes a,b] [--name NAME] [--org SLUG]";

/**
 * Makes an API key for a member, named by email, and answers the key alone: it is shown this once. Every scope unless
 * `--scopes` says which. Whoever works in several organisations says which by `--org`.
 */
export async function makeApiKey(args: string[]): Promise<string> {
	const { email, scopes, name, org } = readArgs(args);
	const member = await findMember(email, org);
	const actor = { kind: "system", name: "Command line" } as const;
	const made = await inOrg({ org: member.org_id, actor, requestId: newId() }, (ctx) =>
		createApiKey(ctx, { name, scopes, memberId: member.id }),
	);
	return made.key;
}

function readArgs(args: string[]) {
	const text = { type: "string" } as const;
	const { values } = parseArgs({ args, options: { email: text, scopes: text, name: text, org: text } });
	if (!values.email) throw invalid(USAGE);
	const scopes = values.scopes?.split(/[\s,]+/).filter(Boolean) ?? SCOPES;
	return { email: values.email, scopes, name: values.name ?? "Command line", org: values.org };
}

async function findMember(email: string, org: string | undefined) {
	const found = await asSystem((db) =>
		db
			.selectFrom("memberships as m")
			.innerJoin("organisations as o", "o.id", "m.org_id")
			.select(["m.id", "m.org_id", "o.slug"])
			.where("m.email", "=", email)
			.orderBy("o.slug")
			.execute(),
	);
	const fitting = org ? found.filter((each) => each.slug === org) : found;
	if (fitting.length === 1) return fitting[0]!;
	if (fitting.length === 0) throw invalid(`No member has the email address ${email}${org ? ` in ${org}` : ""}.`);
	throw invalid(`${email} works in ${fitting.map((each) => each.slug).join(", ")}. Say which: --org SLUG`);
}
