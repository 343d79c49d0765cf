import { notFound } from "#app/base/errors.ts";
import { isId } from "#app/base/ids.ts";
import { isRecordType, type RecordType } from "#app/domain/crm/records/schema.ts";
import { asResponse } from "#app/doors/page.ts";
import { type Args, visitOf } from "#app/doors/request.ts";

/** Which record an address names: `/records/:type/:id/…`. Throws the 404 page for what names none. */
export function recordOf(args: Args): { type: RecordType; id: string } {
	const { type, id } = args.params ?? {};
	if (isRecordType(type) && isId(id)) return { type, id };
	throw asResponse(notFound(), visitOf(args).requestId);
}
