import type { LoaderFunctionArgs } from "@remix-run/node";
import { notFound } from "#app/base/errors.ts";
import { VIEW_PERMISSION } from "#app/domain/crm/records/permissions.ts";
import { findRecords } from "#app/domain/crm/records/reads/find-records.ts";
import { isRecordType } from "#app/domain/crm/records/schema.ts";
import { asResponse, page } from "#app/doors/page.ts";
import { visitOf } from "#app/doors/request.ts";

/** The records of a kind that are called as `q` says, as JSON: for a field that offers them as one types. */
export const loader = async (args: LoaderFunctionArgs) => {
	const { type } = args.params;
	if (!isRecordType(type)) throw asResponse(notFound(), visitOf(args).requestId);
	const q = new URL(args.request.url).searchParams.get("q") ?? "";
	const found = await page(args, VIEW_PERMISSION[type], (ctx) => findRecords(ctx, q, [type]));
	return Response.json(found, { headers: { "Cache-Control": "no-store" } });
};
