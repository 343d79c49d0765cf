import type { LoaderFunctionArgs } from "@remix-run/node";
import { exportPerson } from "#app/domain/crm/privacy/export/export-person.ts";
import { streamFile } from "#app/doors/files/export.ts";
import { allowedMember } from "#app/doors/page.ts";

/** All that is held on one person, as one JSON file that is written as it is read. For administrators; audited. */
export const loader = async (args: LoaderFunctionArgs) => {
	const member = await allowedMember(args, "contacts.export-personal");
	const id = args.params.id ?? "";
	return streamFile(args, member, {
		name: `person-${id.slice(0, 8)}.json`,
		type: "application/json",
		head: `{"exportedAt": ${JSON.stringify(new Date().toISOString())}, "organisation": ${JSON.stringify(member.org.name)},\n`,
		foot: "\n}\n",
		chunk: (ctx, after) => exportPerson(ctx, id, after),
	});
};
