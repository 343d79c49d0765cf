import { Form } from "@remix-run/react";
import type { getMemberBooking, Work } from "#app/domain/scheduling/booking-page/member-booking-queries.ts";
import { formatLength } from "#app/ui/format-time.ts";
import { ButtonLink, SubmitButton } from "#app/ui/forms/button.tsx";
import { FormActions } from "#app/ui/forms/form.tsx";
import { Select } from "#app/ui/forms/select.tsx";
import { TextInput } from "#app/ui/forms/text-input.tsx";
import { EmptyState } from "#app/ui/lists/empty.tsx";
import { formatMoney } from "#app/ui/signs/money.tsx";
import { MemberSlots } from "./member-slots.tsx";

/** What the page knows, and what it carries from step to step in its address. */
export type Booking = Awaited<ReturnType<typeof getMemberBooking>> & {
	slot: string | null;
	own: string | null;
	keep: Record<string, string>;
};

/** With whom: a location or a person, in one list. */
export function HostStep({ places, members, keep }: Booking) {
	if (places.length + members.length === 0) {
		return (
			<EmptyState
				icon="calendar"
				title="Nothing can be booked yet"
				text="A location needs opening hours and services with a duration; a person needs working hours."
			>
				<ButtonLink to="/settings/locations">See locations</ButtonLink>
				<ButtonLink to="/settings/hours">Set your hours</ButtonLink>
			</EmptyState>
		);
	}
	const options = [
		...places.map(({ id, name }) => ({ value: `location ${id}`, label: name, group: "Locations" })),
		...members.map(({ id, name }) => ({ value: `member ${id}`, label: name, group: "People" })),
	];
	return (
		<Form method="get" className="form" discover="none">
			<Kept keep={keep} />
			<Select label="With" empty="Choose one" inputProps={{ name: "with", required: true }} options={options} />
			<FormActions>
				<SubmitButton>Go on</SubmitButton>
			</FormActions>
		</Form>
	);
}

/** What is done at a location. */
export function ServiceStep({ place, services, keep }: Booking) {
	if (services.length === 0) {
		return (
			<EmptyState
				icon="calendar"
				title="Nothing can be booked here yet"
				text="A location needs services with a duration."
			>
				<ButtonLink to={`/settings/locations/${place!.id}/services`}>See services</ButtonLink>
			</EmptyState>
		);
	}
	return (
		<Form method="get" className="form" discover="none">
			<Kept keep={keep} />
			<Select
				label={`Service at ${place!.name}`}
				empty="Choose one"
				inputProps={{ name: "service", required: true }}
				options={services.map((one) => ({
					value: one.id,
					label: sayWork({ ...one, durationMinutes: one.durationMinutes! }),
				}))}
			/>
			<FormActions>
				<SubmitButton>Go on</SubmitButton>
			</FormActions>
		</Form>
	);
}

const LENGTHS = [15, 30, 45, 60, 90, 120, 180, 240];

/** What time with a person is about, and how long it takes. */
export function LengthStep({ place, keep }: Booking) {
	return (
		<Form method="get" className="form" discover="none">
			<Kept keep={keep} />
			<p>
				With <strong>{place!.name}</strong>
			</p>
			<TextInput
				label="About"
				optional
				help="The customer reads it, such as Site visit. Empty: Meeting."
				inputProps={{ name: "title", maxLength: 200 }}
			/>
			<Select
				label="Length"
				inputProps={{ name: "minutes", defaultValue: "30" }}
				options={LENGTHS.map((minutes) => ({ value: String(minutes), label: formatLength(minutes * 60_000) }))}
			/>
			<FormActions>
				<SubmitButton>Go on</SubmitButton>
			</FormActions>
		</Form>
	);
}

/** A free time, or one of one's own. */
export function TimeStep(booking: Booking) {
	const { place, days, next, keep } = booking;
	return (
		<div className="stack">
			<What {...booking} />
			<MemberSlots method="get" days={days} zone={place!.zone} keep={keep} ownName="own" />
			{next && <ButtonLink to={`?${new URLSearchParams({ ...keep, from: next })}`}>Later days</ButtonLink>}
		</div>
	);
}

/** What is being booked, in a line. */
export function What({ place, work }: Booking) {
	return (
		<p>
			<strong>{sayWork(work!)}</strong> {place!.kind === "member" ? "with" : "at"} {place!.name}
		</p>
	);
}

export function Kept({ keep }: { keep: Record<string, string> }) {
	return Object.entries(keep).map(([name, value]) => <input key={name} type="hidden" name={name} value={value} />);
}

function sayWork({ name, durationMinutes, priceCents, currency }: Work): string {
	const price =
		priceCents === undefined
			? ""
			: priceCents === null
				? "price on request"
				: formatMoney(priceCents, currency ?? "USD");
	return [name, formatLength(durationMinutes * 60_000), price].filter(Boolean).join(", ");
}
