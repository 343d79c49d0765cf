import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from "libphonenumber-js";
import { fitsAddress, plainAddress } from "#app/domain/messaging/rules/address.ts";
import type { ShopCustomer } from "#app/providers/shop/port.ts";

/** How a customer can be reached, in the forms we keep: a plain mailbox, a number in E.164. Absent where none fits. */
export type Reach = {
	firstName: string;
	lastName: string;
	email: string | undefined;
	phone: string | undefined;
	/** The numbers, in E.164, at which the customer told the shop not to text. */
	refused: string[];
};

/**
 * The best address of each kind: what the shop calls primary first, passing over what is no address. `country` is the
 * location's (ISO 3166-1 alpha-2), for numbers written without one.
 */
export function reachOf(customer: ShopCustomer, country: string | null): Reach {
	const emails = primaryFirst(customer.emails).map(({ address }) => plainAddress("email", address));
	const phones = primaryFirst(customer.phones).map(({ number, mayText }) => ({
		e164: inE164(number, country),
		mayText,
	}));
	const phone = phones.find(({ e164 }) => e164 !== undefined);
	return {
		firstName: (customer.firstName ?? (customer.lastName ? "" : (customer.company ?? ""))).slice(0, 100),
		lastName: (customer.lastName ?? "").slice(0, 100),
		email: emails.find((address) => fitsAddress("email", address)),
		phone: phone?.e164,
		refused: [...new Set(phones.flatMap(({ e164, mayText }) => (e164 && mayText === false ? [e164] : [])))],
	};
}

/** A number as a person wrote it, in E.164; undefined for what is none. Without a country, the one of +1. */
export function inE164(number: string, country: string | null): string | undefined {
	const home = country?.toUpperCase() ?? "US";
	const region: CountryCode = isSupportedCountry(home) ? home : "US";
	const parsed = parsePhoneNumberFromString(number, region);
	return parsed?.isPossible() && fitsAddress("sms", parsed.number) ? parsed.number : undefined;
}

function primaryFirst<T extends { primary: boolean }>(entries: readonly T[]): T[] {
	return [...entries].sort((left, right) => Number(right.primary) - Number(left.primary));
}
