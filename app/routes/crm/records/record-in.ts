import { isId } from "#app/base/ids.ts";
import { isRecordType, type RecordType } from "#app/domain/crm/records/schema.ts";

/** Which record a form is about: `about=contact:<id>`; undefined for anything else. */
export function recordIn(about: unknown): { type: RecordType; id: string } | undefined {
	const [type, id] = typeof about === "string" ? about.split(":") : [];
	return isRecordType(type) && isId(id) ? { type, id } : undefined;
}
