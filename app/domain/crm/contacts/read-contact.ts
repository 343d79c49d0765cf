import type { Ctx } from "#db/context.ts";
import { checkFields } from "../records/check-fields.ts";
import { readPhone } from "../records/home/read-phone.ts";
import type { Values } from "../records/rules.ts";
import { ContactFields } from "./schema.ts";

/** A contact's fields, checked and in the forms we keep; only those given; `id` is the one that is changed. Throws 422 by field. */
export async function readContact(ctx: Ctx, input: unknown, id?: string): Promise<Values> {
	const { phone, ...values } = checkFields(ContactFields, input);
	return {
		...values,
		...(phone === undefined
			? {}
			: { phone: await readPhone(ctx, phone, id === undefined ? undefined : { type: "contact", id }) }),
	};
}
