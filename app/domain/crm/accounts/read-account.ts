import type { Ctx } from "#db/context.ts";
import { checkFields } from "../records/check-fields.ts";
import { readPhone } from "../records/home/read-phone.ts";
import type { Values } from "../records/rules.ts";
import { AccountFields } from "./schema.ts";

/** An account's fields, checked and in the forms we keep; only those given; `id` is the one that is changed. Throws 422 by field. */
export async function readAccount(ctx: Ctx, input: unknown, id?: string): Promise<Values> {
	const { phone, ...values } = checkFields(AccountFields, input);
	return {
		...values,
		...(phone === undefined
			? {}
			: { phone: await readPhone(ctx, phone, id === undefined ? undefined : { type: "account", id }) }),
	};
}
