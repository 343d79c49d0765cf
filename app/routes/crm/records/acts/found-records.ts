import type { LoaderFunctionArgs } from "@remix-run/node";
import { notFound } from "#app/base/errors.ts";
import { VIEW_PERMISSION } from "#app/domain/crm/records/permissions.ts";
import { findNamed, NAMED_KINDS, NAMED_PERMISSION, type NamedKind } from "#app/domain/crm/records/reads/find-named.ts";
import { findRecords } from "#app/domain/crm/records/reads/find-records.ts";
import { isRecordType } from "#app/domain/crm/records/schema.ts";
import { page } from "#app/doors/page.ts";

/** The records of a kind, members or tags called as `q` says, as JSON: for a field that offers them as one types. */
export const loader = async (args: LoaderFunctionArgs) => {
	const { type } = args.params;
	const named = NAMED_KINDS.find((kind): kind is NamedKind => kind === type);
	const q = new URL(args.request.url).searchParams.get("q") ?? "";
	const permission = named ? NAMED_PERMISSION[named] : isRecordType(type) ? VIEW_PERMISSION[type] : "contacts.view";
	const found = await page(args, permission, async (ctx) => {
		if (named) return findNamed(ctx, named, q);
		if (!isRecordType(type)) throw notFound();
		return findRecords(ctx, q, [type]);
	});
	return Response.json(found, { headers: { "Cache-Control": "no-store" } });
};
