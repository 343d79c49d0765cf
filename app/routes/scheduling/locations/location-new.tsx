import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { LocationForm } from "#app/domain/scheduling/locations/location-form.ts";
import { saveLocation } from "#app/domain/scheduling/locations/save-location.ts";
import { form } from "#app/doors/form.ts";
import { page } from "#app/doors/page.ts";
import { Page } from "#app/ui/frame/page.tsx";
import { LocationFields } from "./location-fields.tsx";

export const meta = () => [{ title: "Add location · Perigee" }];

/** A new location starts with the hours of most workshops, to be changed. */
const USUAL = {
	active: "on",
	...Object.fromEntries([1, 2, 3, 4, 5].map((day) => [`hours${day}`, "08:00-12:00, 13:00-17:00"])),
	...{ capacity: "1", bufferBefore: "0", bufferAfter: "0", step: "30", notice: "60", horizon: "60" },
};

export const loader = (args: LoaderFunctionArgs) =>
	page(args, "locations.edit", async (_, member) => ({
		zone: member.timeZone,
		zones: [...new Set([member.timeZone, ...Intl.supportedValuesOf("timeZone")])],
	}));

export const action = (args: ActionFunctionArgs) =>
	form(args, { permission: "locations.edit", schema: LocationForm }, async (ctx, input) => {
		const { id } = await saveLocation(ctx, input);
		return { to: `/settings/locations/${id}/services`, flash: "The location is there. Add what can be booked." };
	});

export default function NewLocationPage() {
	const { zone, zones } = useLoaderData<typeof loader>();
	const reply = useActionData<typeof action>();
	return (
		<Page
			title="Add location"
			crumbs={[{ label: "Locations", href: "/settings/locations" }]}
			width="narrow"
			search={null}
		>
			<LocationFields
				values={{ ...USUAL, timeZone: zone }}
				zones={zones}
				result={reply?.result}
				button="Add location"
			/>
		</Page>
	);
}
