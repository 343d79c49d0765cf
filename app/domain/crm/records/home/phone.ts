import { type CountryCode, parsePhoneNumberFromString } from "libphonenumber-js";

/** The country (ISO 3166) in which people write numbers without a country code: that of a number of the place. */
export function countryOf(phone: string | null | undefined): CountryCode {
	return (phone && parsePhoneNumberFromString(phone)?.country) || "US";
}

/**
 * A number as a person wrote it, in E.164 as the table's check asks; or why it is none, in words. That it has as many
 * digits as numbers of its country is not enough: "030 9999991" has those of an American one, and can be none.
 */
export function readPhoneNumber(text: string, country: CountryCode): { number: string } | { reason: string } {
	if (text.length > 40) return { reason: NO_NUMBER };
	const read = parsePhoneNumberFromString(text, country);
	if (!read?.isPossible() || read.ext || !/^\+[1-9]\d{6,14}$/.test(read.number)) return { reason: NO_NUMBER };
	if (read.isValid()) return { number: read.number };
	const place = text.trim().startsWith("+")
		? `with the country code +${read.countryCallingCode}`
		: `of ${nameOf(country)}. If it is of another country, write it with + and the country code`;
	return { reason: `There can be no phone number “${text.trim()}” ${place}.` };
}

const NO_NUMBER = "Write a number such as +1 206 555 0100.";

function nameOf(country: CountryCode): string {
	const name = new Intl.DisplayNames("en", { type: "region" }).of(country) ?? country;
	return /^United|Netherlands$|Philippines$/.test(name) ? `the ${name}` : name;
}
