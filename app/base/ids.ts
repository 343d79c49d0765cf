import { v7 } from "uuid";

declare const brand: unique symbol;
type Id<Name extends string> = string & { readonly [brand]?: Name };

/** The id of an organisation (tenant): a UUIDv7. */
export type OrgId = Id<"org">;

/** A new UUIDv7 (RFC 9562, section 5.7): sorts by the millisecond it was made in. */
export function newId(): string {
	return v7();
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;

/** Whether a text has the form of a UUID; a path parameter that has not is answered like an absent one. */
export function isId(text: unknown): text is string {
	return typeof text === "string" && UUID.test(text);
}
