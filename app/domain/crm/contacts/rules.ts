import { invalid } from "#app/base/errors.ts";
import type { Values } from "../records/rules.ts";

/** Throws 422 for a contact of whom nothing is known that one could call or find them by. */
export function assertKnownBy({ firstName, lastName, email, phone }: Values): void {
	if (!firstName && !lastName && !email && !phone) {
		throw invalid("Give a name, an email address or a phone number.", { firstName: ["Give a name or an address."] });
	}
}
