import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { ServiceForm } from "#app/domain/scheduling/locations/location-form.ts";
import { getServiceSettings } from "#app/domain/scheduling/locations/location-settings-queries.ts";
import { saveService } from "#app/domain/scheduling/locations/save-service.ts";
import { form } from "#app/doors/form.ts";
import { page } from "#app/doors/page.ts";
import { formatLength } from "#app/ui/format-time.ts";
import { ButtonLink, SubmitButton } from "#app/ui/forms/button.tsx";
import { Checkbox } from "#app/ui/forms/checkbox.tsx";
import { ErrorSummary, FormActions } from "#app/ui/forms/form.tsx";
import { TextInput } from "#app/ui/forms/text-input.tsx";
import { Page, Section } from "#app/ui/frame/page.tsx";
import { Table } from "#app/ui/lists/table.tsx";
import { Badge, Status } from "#app/ui/signs/badge.tsx";
import { Money } from "#app/ui/signs/money.tsx";

export const meta = () => [{ title: "Services · Perigee" }];

export const loader = (args: LoaderFunctionArgs) =>
	page(args, "locations.view", async (ctx, member) => {
		const found = await getServiceSettings(ctx, args.params.id ?? "");
		const edited = new URL(args.request.url).searchParams.get("edit");
		return {
			...found,
			edited: found.services.find((service) => service.id === edited) ?? null,
			mayEdit: member.org.role === "owner" || member.org.role === "admin",
		};
	});

export const action = (args: ActionFunctionArgs) =>
	form(args, { permission: "locations.edit", schema: ServiceForm }, async (ctx, input) => {
		await saveService(ctx, { ...input, locationId: args.params.id ?? "" });
		return { to: `/settings/locations/${args.params.id}/services`, flash: `${input.name} is saved.` };
	});

export default function ServicesPage() {
	const { location, services, edited, mayEdit } = useLoaderData<typeof loader>();
	const crumbs = [
		{ label: "Locations", href: "/settings/locations" },
		{ label: location.name, href: `/settings/locations/${location.id}` },
	];
	return (
		<Page title="Services" crumbs={crumbs} search={null}>
			{services.length > 0 && (
				<Table
					caption={`Services of ${location.name}`}
					rows={services}
					rowKey={(row) => row.id}
					name={{ label: "Name", name: (row) => row.name, href: (row) => `?edit=${row.id}` }}
					columns={[
						{
							id: "length",
							label: "Length",
							end: true,
							cell: (row) => (row.durationMinutes ? formatLength(row.durationMinutes * 60_000) : "–"),
						},
						{
							id: "price",
							label: "Price",
							end: true,
							cell: (row) => <Money minor={row.priceCents} currency={row.currency} />,
						},
						{
							id: "from",
							label: "From",
							phone: false,
							cell: (row) => <Badge tone={row.source ? "info" : "neutral"}>{row.source ? "Shop system" : "Own"}</Badge>,
						},
						{
							id: "state",
							label: "State",
							cell: (row) => (
								<Status tone={row.active ? "good" : "neutral"}>{row.active ? "Offered" : "Not offered"}</Status>
							),
						},
					]}
				/>
			)}
			{services.length === 0 && <p className="muted">Nothing can be booked here yet. Add the first service.</p>}
			{mayEdit && <ServiceFields key={edited?.id ?? "new"} edited={edited} place={location.id} />}
		</Page>
	);
}

type Edited = ReturnType<typeof useLoaderData<typeof loader>>["edited"];

function ServiceFields({ edited, place }: { edited: Edited; place: string }) {
	const reply = useActionData<typeof action>();
	const typed = reply?.result.initialValue as Record<string, string> | undefined;
	const errors = (reply?.result.error ?? {}) as Record<string, string[] | null>;
	const known = {
		name: edited?.name ?? "",
		price: edited?.priceCents == null ? "" : (edited.priceCents / 100).toFixed(2),
		durationMinutes: edited?.durationMinutes == null ? "" : String(edited.durationMinutes),
	};
	const text = (name: keyof typeof known) => ({
		errors: errors[name] ?? undefined,
		inputProps: { name, defaultValue: typed?.[name] ?? (typed ? "" : known[name]), readOnly: Boolean(edited?.source) },
	});
	const summary = Object.fromEntries(Object.entries(errors).map(([name, texts]) => [name, texts ?? []]));
	return (
		<Section title={edited ? `Change ${edited.name}` : "Add service"}>
			<Form method="post" className="form" action={edited ? `?edit=${edited.id}` : "?"}>
				<ErrorSummary allErrors={summary} />
				{edited && <input type="hidden" name="serviceId" value={edited.id} />}
				{edited?.source && <p className="muted">It comes from the shop system: name, price and length change there.</p>}
				<TextInput label="Name" {...text("name")} />
				<TextInput label="Price" optional help="Such as 249.00. Empty: on request." {...text("price")} />
				<TextInput
					label="Length in minutes"
					optional
					help="Without it nobody can book the service themselves."
					{...text("durationMinutes")}
				/>
				{edited && (
					<Checkbox
						label="Offered to customers"
						inputProps={{ name: "active", defaultChecked: typed ? typed.active === "on" : edited.active }}
					/>
				)}
				<FormActions>
					<SubmitButton>{edited ? "Save service" : "Add service"}</SubmitButton>
					{edited && (
						<ButtonLink to={`/settings/locations/${place}/services`} tone="quiet">
							Cancel
						</ButtonLink>
					)}
				</FormActions>
			</Form>
		</Section>
	);
}
