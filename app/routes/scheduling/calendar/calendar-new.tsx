import { getFormProps, getInputProps, useForm } from "@conform-to/react";
import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { isNear, readDate } from "#app/base/time.ts";
import { bookAsMember } from "#app/domain/scheduling/booking-page/book-as-member.ts";
import { MemberBookingForm } from "#app/domain/scheduling/booking-page/booking-form.ts";
import { getMemberBooking } from "#app/domain/scheduling/booking-page/member-booking-queries.ts";
import { form } from "#app/doors/form.ts";
import { page } from "#app/doors/page.ts";
import { formatInstant, formatLength } from "#app/ui/format-time.ts";
import { ButtonLink, SubmitButton } from "#app/ui/forms/button.tsx";
import { ErrorSummary, FormActions } from "#app/ui/forms/form.tsx";
import { Select } from "#app/ui/forms/select.tsx";
import { TextInput } from "#app/ui/forms/text-input.tsx";
import { Page } from "#app/ui/frame/page.tsx";
import { EmptyState } from "#app/ui/lists/empty.tsx";
import { formatMoney } from "#app/ui/signs/money.tsx";
import { MemberSlots } from "./member-slots.tsx";

export const meta = () => [{ title: "Book appointment · Perigee" }];

export const loader = (args: LoaderFunctionArgs) =>
	page(args, "appointments.book", async (ctx) => {
		const asked = new URL(args.request.url).searchParams;
		const found = await getMemberBooking(ctx, {
			locationId: asked.get("location") || undefined,
			serviceId: asked.get("service") || undefined,
			contactId: asked.get("contact") || undefined,
			from: readDate(asked.get("from")),
		});
		const slot = new Date(asked.get("slot") ?? "");
		return {
			...found,
			slot: isNear(slot) ? slot.toISOString() : null,
			own: asked.get("own"),
			contactId: asked.get("contact") ?? "",
		};
	});

export const action = (args: ActionFunctionArgs) =>
	form(args, { permission: "appointments.book", schema: MemberBookingForm }, async (ctx, input) => {
		const booked = await bookAsMember(ctx, input);
		return { to: `/calendar/${booked.id}`, flash: "The appointment is booked." };
	});

type Data = ReturnType<typeof useLoaderData<typeof loader>>;

export default function BookPage() {
	const data = useLoaderData<typeof loader>();
	const { place, service, slot, own } = data;
	const reply = useActionData<typeof action>();
	return (
		<Page title="Book appointment" crumbs={[{ label: "Calendar", href: "/calendar" }]} width="narrow" search={null}>
			{!place && (
				<Choice
					name="location"
					label="Location"
					options={data.places.map(({ id, name }) => ({ value: id, label: name }))}
					data={data}
				/>
			)}
			{place && !service && (
				<Choice
					name="service"
					label={`Service at ${place.name}`}
					options={data.services.map((one) => ({ value: one.id, label: sayService(one) }))}
					data={data}
				/>
			)}
			{place && service && !slot && !own && !reply && <TimeStep data={data} />}
			{place && service && (slot || own || reply) && <PersonStep data={data} />}
		</Page>
	);
}

function Choice({
	name,
	label,
	options,
	data,
}: {
	name: string;
	label: string;
	options: { value: string; label: string }[];
	data: Data;
}) {
	if (options.length === 0) {
		return (
			<EmptyState
				icon="calendar"
				title="Nothing can be booked yet"
				text="A location needs opening hours and services with a duration."
			>
				<ButtonLink to="/settings/locations">See locations</ButtonLink>
			</EmptyState>
		);
	}
	return (
		<Form method="get" className="form" discover="none">
			{data.place && <input type="hidden" name="location" value={data.place.id} />}
			{data.contactId && <input type="hidden" name="contact" value={data.contactId} />}
			<Select label={label} empty="Choose one" inputProps={{ name, required: true }} options={options} />
			<FormActions>
				<SubmitButton>Go on</SubmitButton>
			</FormActions>
		</Form>
	);
}

function TimeStep({ data: { place, service, days, next, contactId } }: { data: Data }) {
	const keep = {
		location: place!.id,
		service: service!.id,
		...(contactId ? { contact: contactId } : {}),
	};
	return (
		<div className="stack">
			<p>
				<strong>{sayService(service!)}</strong> at {place!.name}
			</p>
			<MemberSlots method="get" days={days} zone={place!.zone} keep={keep} ownName="own" />
			{next && <ButtonLink to={`?${new URLSearchParams({ ...keep, from: next })}`}>Later days</ButtonLink>}
		</div>
	);
}

function PersonStep({ data }: { data: Data }) {
	const { place, service, slot, own, contact } = data;
	const reply = useActionData<typeof action>();
	const [formMeta, fields] = useForm<Record<"name" | "email" | "phone" | "slot" | "ownTime", string>>({
		id: "book",
		lastResult: reply?.result ?? null,
	});
	const offered = (reply?.detail?.alternatives as { startsAt: Date }[] | undefined)?.map(({ startsAt }) =>
		new Date(startsAt).toISOString(),
	);
	return (
		<Form method="post" className="form" {...getFormProps(formMeta)}>
			<ErrorSummary allErrors={formMeta.allErrors} form={formMeta.id} />
			<p>
				<strong>{sayService(service!)}</strong> at {place!.name}
			</p>
			<input type="hidden" name="location" value={place!.id} />
			<input type="hidden" name="service" value={service!.id} />
			{offered ? (
				<Select
					label="Another time"
					inputProps={{ name: "slot" }}
					options={offered.map((value) => ({ value, label: formatInstant(value, place!.zone) }))}
				/>
			) : slot ? (
				<p>
					{formatInstant(slot, place!.zone)}
					<input type="hidden" name="slot" value={slot} />
				</p>
			) : (
				<TextInput
					label={`Time on the clocks of ${place!.name}`}
					errors={fields.ownTime.errors}
					inputProps={{
						name: "ownTime",
						type: "datetime-local",
						defaultValue: fields.ownTime.initialValue ?? own ?? "",
					}}
				/>
			)}
			{contact ? (
				<p>
					For {contact.name}
					<input type="hidden" name="contactId" value={contact.id} />
				</p>
			) : (
				<>
					<TextInput
						label="Name"
						errors={fields.name.errors}
						inputProps={getInputProps(fields.name, { type: "text" })}
					/>
					<TextInput
						label="Email"
						errors={fields.email.errors}
						inputProps={getInputProps(fields.email, { type: "email" })}
					/>
					<TextInput
						label="Mobile number"
						optional
						errors={fields.phone.errors}
						inputProps={getInputProps(fields.phone, { type: "tel" })}
					/>
				</>
			)}
			<FormActions>
				<SubmitButton>Book appointment</SubmitButton>
			</FormActions>
		</Form>
	);
}

function sayService(service: {
	name: string;
	durationMinutes: number | null;
	priceCents: number | null;
	currency: string;
}): string {
	const price = service.priceCents === null ? "price on request" : formatMoney(service.priceCents, service.currency);
	return `${service.name}, ${formatLength((service.durationMinutes ?? 0) * 60_000)}, ${price}`;
}
