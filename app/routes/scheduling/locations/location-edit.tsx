import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { env } from "#app/base/env.ts";
import { LocationForm } from "#app/domain/scheduling/locations/location-form.ts";
import { getLocationSettings } from "#app/domain/scheduling/locations/location-settings-queries.ts";
import { saveLocation } from "#app/domain/scheduling/locations/save-location.ts";
import { form } from "#app/doors/form.ts";
import { page } from "#app/doors/page.ts";
import { ButtonLink } from "#app/ui/forms/button.tsx";
import { CopyField } from "#app/ui/forms/copy-field.tsx";
import { Page } from "#app/ui/frame/page.tsx";
import { LocationFields } from "./location-fields.tsx";

export const meta = () => [{ title: "Location · Perigee" }];

export const loader = (args: LoaderFunctionArgs) =>
	page(args, "locations.view", async (ctx, member) => {
		const location = await getLocationSettings(ctx, args.params.id ?? "");
		const zones = [...new Set([location.fields.timeZone ?? "UTC", ...Intl.supportedValuesOf("timeZone")])];
		return {
			...location,
			zones,
			bookingUrl: env().publicUrl + location.bookingPath,
			mayEdit: member.org.role === "owner" || member.org.role === "admin",
		};
	});

export const action = (args: ActionFunctionArgs) =>
	form(args, { permission: "locations.edit", schema: LocationForm }, async (ctx, input) => {
		const { id } = await saveLocation(ctx, { ...input, id: args.params.id ?? "none" });
		return { to: `/settings/locations/${id}`, flash: "The location is saved." };
	});

export default function LocationPage() {
	const { id, version, fields, zones, bookingUrl, mayEdit } = useLoaderData<typeof loader>();
	const reply = useActionData<typeof action>();
	return (
		<Page
			title={fields.name ?? "Location"}
			crumbs={[{ label: "Locations", href: "/settings/locations" }]}
			width="narrow"
			search={null}
			actions={<ButtonLink to={`/settings/locations/${id}/services`}>Services</ButtonLink>}
		>
			<CopyField label="Booking page" value={bookingUrl} help="Anybody with this address can book here." />
			{mayEdit ? (
				<LocationFields
					key={version}
					values={fields}
					zones={zones}
					version={version}
					result={reply?.result}
					button="Save location"
				/>
			) : (
				<p className="muted">An administrator can change this location.</p>
			)}
		</Page>
	);
}
