import { type CountryCode, parsePhoneNumberFromString } from "libphonenumber-js";

/** The country (ISO 3166) in which people write numbers without a country code: that of a number of the place. */
export function countryOf(phone: string | null | undefined): CountryCode {
	return (phone && parsePhoneNumberFromString(phone)?.country) || "US";
}

/** A number as a person wrote it, in E.164 as the table's check asks; undefined when it is none. */
export function asE164(text: string, country: CountryCode): string | undefined {
	const number = parsePhoneNumberFromString(text, country);
	return number?.isPossible() && /^\+[1-9]\d{6,14}$/.test(number.number) ? number.number : undefined;
}
