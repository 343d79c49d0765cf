import { createHash } from "node:crypto";

/** Made-up locations and services, in the shapes of Shopmonkey's Location and CannedService (shopmonkey.dev/schema). */

export type RawLocation = Record<string, unknown> & { id: string; name: string; country: string };
export type RawService = Record<string, unknown> & { id: string; locationId: string; name: string };

export const COMPANY_ID = standinId("company", 1);
const CREATED = "2025-02-03T15:00:00.000Z";

export function makeLocations(): RawLocation[] {
	return [
		location(1, "Lakeside Tint & Wrap", "412 Harbor Street", "Milwaukee", "WI", "53202", "America/Chicago", "414"),
		location(2, "Northgate Auto Styling", "88 Foundry Road", "Denver", "CO", "80216", "America/Denver", "303"),
		location(
			3,
			"Harbor Point Film & Detail",
			"1730 Pier Avenue",
			"Seattle",
			"WA",
			"98101",
			"America/Los_Angeles",
			"206",
		),
	];
}

/** The 26 services of one location; prices differ a little from place to place, as they do. */
export function makeServices(location: RawLocation, place: number): RawService[] {
	return SERVICES.map(([name, dollars, hours, note], index) =>
		service(location, place, index, name, dollars, hours, note),
	);
}

/** A stable id in the form of Shopmonkey's older ids: 24 hexadecimal digits. */
export function standinId(kind: string, number: number | string): string {
	return createHash("sha256").update(`${kind}:${number}`).digest("hex").slice(0, 24);
}

function location(
	number: number,
	name: string,
	address1: string,
	city: string,
	state: string,
	postalCode: string,
	timezone: string,
	area: string,
): RawLocation {
	return {
		id: standinId("location", number),
		companyId: COMPANY_ID,
		createdDate: CREATED,
		updatedDate: CREATED,
		name,
		address1,
		address2: null,
		city,
		state,
		postalCode,
		country: "US",
		timezone,
		phone: `+1${area}555010${number}`,
		email: `desk${number}@shop.example`,
		website: null,
	};
}

function service(
	location: RawLocation,
	place: number,
	index: number,
	name: string,
	dollars: number,
	hours: number,
	note: string,
): RawService {
	const id = standinId(`service-${place}`, index);
	const priceCents = Math.round((dollars * (100 + place * 4)) / 500) * 500 - 100;
	return {
		id,
		companyId: COMPANY_ID,
		locationId: location.id,
		createdDate: CREATED,
		updatedDate: CREATED,
		name,
		note,
		bookable: true,
		bookableOrdinal: index,
		pricing: index % 5 === 4 ? "LineItem" : "FixedPrice",
		fixedPriceCents: index % 5 === 4 ? 0 : priceCents,
		totalCents: priceCents,
		recommended: index < 3,
		lumpSum: true,
		deleted: false,
		labors: [
			{ id: standinId(`labor-${place}`, index), cannedServiceId: id, name, hours, rateCents: 12_000, ordinal: 0 },
		],
	};
}

/** Name, price in dollars, labour hours, what it is. */
const SERVICES: [string, number, number, string][] = [
	["Full vehicle window tint, ceramic", 549, 4, "Ceramic film on all side windows and the rear window."],
	["Full vehicle window tint, carbon", 349, 3.5, "Carbon film on all side windows and the rear window."],
	["Two front windows tint, ceramic", 189, 1.5, "Ceramic film on the two front doors, matched to the rear."],
	["Windshield tint, clear ceramic", 299, 2, "Clear film that keeps the heat out and the view clear."],
	["Sunroof tint", 119, 1, "Film on one glass roof panel."],
	["Windshield brow strip", 59, 0.5, "A strip of film along the top of the windshield."],
	["Old tint removal, full vehicle", 179, 2, "Old film and its glue taken off all windows."],
	["Old tint removal, rear window", 89, 1, "Old film taken off with care for the defroster lines."],
	["Ceramic coating, one year", 599, 6, "One layer on the paint after a wash and a light polish."],
	["Ceramic coating, three years", 999, 8, "Two layers on the paint after a one step polish."],
	["Ceramic coating, five years", 1499, 14, "Three layers on paint, wheels and glass after a two step polish."],
	["Ceramic coating, wheels", 249, 2.5, "Wheels off, cleaned, coated inside and out."],
	["Ceramic coating, interior", 199, 2, "Leather, cloth and trim coated against stains."],
	["Paint protection film, partial front", 899, 6, "Half of the hood and fenders, and the mirrors."],
	["Paint protection film, full front", 1899, 12, "Hood, fenders, bumper, mirrors and headlights."],
	["Paint protection film, track pack", 2699, 16, "Full front with rocker panels and rear arches."],
	["Paint protection film, full vehicle", 5499, 32, "Every painted panel. The vehicle stays four days."],
	["Door cup and edge film", 149, 1, "Clear film behind the handles and along the door edges."],
	["Full color change wrap", 3299, 30, "Vinyl on every painted panel, door jambs apart."],
	["Roof wrap, gloss black", 449, 3, "Gloss black vinyl on the roof, antenna taken off and put back."],
	["Hood wrap", 399, 3, "Vinyl on the hood in a color of your choice."],
	["Chrome delete", 499, 4, "Window and grille trim covered in black vinyl."],
	["Full detail, inside and out", 279, 4.5, "Hand wash, clay, wax, steam and vacuum."],
	["Interior detail", 169, 2.5, "Seats, carpets, dash and glass."],
	["Paint correction, one step", 449, 5, "Machine polish that takes out light swirls."],
	["Headlight restoration, pair", 119, 1.25, "Sanded, polished and sealed."],
];
