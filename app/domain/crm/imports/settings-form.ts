import { getCountries } from "libphonenumber-js";
import { z } from "zod";
import { ImportSettings } from "./schema.ts";

/** The settings as their form posts them: "none" for a column that is not imported, since an empty field is no field. */
export const ImportForm = ImportSettings.extend({
	mapping: z
		.array(
			z
				.string()
				.max(50)
				.transform((target) => (target === "none" ? "" : target)),
		)
		.max(500),
});

/** The countries whose phone numbers can be read, by name: for numbers without a country code. */
export function phoneCountries(): { value: string; label: string }[] {
	const names = new Intl.DisplayNames("en", { type: "region" });
	return getCountries()
		.map((value) => ({ value: value as string, label: names.of(value) ?? value }))
		.sort((one, other) => one.label.localeCompare(other.label));
}
