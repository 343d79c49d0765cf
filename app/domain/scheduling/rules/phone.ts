import { type CountryCode, parsePhoneNumberFromString } from "libphonenumber-js";

/** The country (ISO 3166) in which a location's people write numbers without a country code: that of its own number. */
export function countryOf(locationPhone: string | null): CountryCode {
	return (locationPhone && parsePhoneNumberFromString(locationPhone)?.country) || "US";
}

/** A number as a person wrote it, in E.164 form; undefined when it is none. */
export function asE164(text: string, country: CountryCode): string | undefined {
	const number = parsePhoneNumberFromString(text, country);
	return number?.isPossible() ? number.number : undefined;
}
