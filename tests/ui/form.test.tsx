import { getInputProps, getSelectProps, getTextareaProps, useForm } from "@conform-to/react";
import { parseWithZod } from "@conform-to/zod/v4";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { Checkbox } from "#app/ui/forms/checkbox.tsx";
import { ErrorSummary } from "#app/ui/forms/form.tsx";
import { RadioGroup } from "#app/ui/forms/radio-group.tsx";
import { Select } from "#app/ui/forms/select.tsx";
import { TextArea } from "#app/ui/forms/text-area.tsx";
import { TextInput } from "#app/ui/forms/text-input.tsx";
import { render, tags, text } from "#tests/ui/render.tsx";

const Schema = z.object({
	email: z.email("Write an address such as ana@example.com."),
	service: z.string("Choose a service."),
	note: z.string().optional(),
	terms: z.literal("on", "Agree to go on."),
});

/** The form as a page draws it after a post that was refused. */
function Refused() {
	const data = new FormData();
	data.set("email", 'ana"><script>');
	data.set("note", "Mornings");
	const [form, fields] = useForm<z.input<typeof Schema>>({
		id: "booking",
		lastResult: parseWithZod(data, { schema: Schema }).reply(),
	});
	return (
		<form id={form.id}>
			<ErrorSummary allErrors={form.allErrors} form={form.id} />
			<TextInput
				label="Email"
				help="For the confirmation."
				errors={fields.email.errors}
				inputProps={getInputProps(fields.email, { type: "email" })}
			/>
			<Select
				label="Service"
				empty="Choose a service"
				options={[{ value: "oil", label: "Oil change", group: "Maintenance" }]}
				errors={fields.service.errors}
				inputProps={getSelectProps(fields.service)}
			/>
			<TextArea label="Note" optional errors={fields.note.errors} inputProps={getTextareaProps(fields.note)} />
			<Checkbox
				label="I agree"
				errors={fields.terms.errors}
				inputProps={getInputProps(fields.terms, { type: "checkbox" })}
			/>
		</form>
	);
}

describe("a form that came back with errors", () => {
	it("ties every label to its control", async () => {
		const html = await render(<Refused />);
		const ids = tags(html, "input|select|textarea").map(({ id }) => id);
		expect(tags(html, "label").map((label) => label.for)).toEqual(ids);
		expect(ids).toHaveLength(4);
	});

	it("ties help and error to the control, and marks it invalid", async () => {
		const html = await render(<Refused />);
		const [email] = tags(html, "input");
		expect(email?.["aria-invalid"]).toBe("true");
		const described = (email?.["aria-describedby"] ?? "").split(" ");
		expect(new Set(described)).toEqual(new Set(["booking-email-help", "booking-email-error"]));
		for (const id of described) expect(html).toContain(`id="${id}"`);
		expect(html).toMatch(/id="booking-email-error">.*?Write an address such as ana@example\.com\./);
	});

	it("leaves a valid field unmarked", async () => {
		const [note] = tags(await render(<Refused />), "textarea");
		expect(note?.["aria-invalid"]).toBeUndefined();
		expect(note?.["aria-describedby"]).toBeUndefined();
	});

	it("keeps what was typed, as text and never as markup", async () => {
		const html = await render(<Refused />);
		expect(html).toContain('value="ana&quot;&gt;&lt;script&gt;"');
		expect(html).toContain(">Mornings</textarea>");
		expect(html).not.toContain("<script>");
	});

	it("lists all errors above, each leading to its control", async () => {
		const html = await render(<Refused />);
		expect(text(html)).toContain("3 things need a change");
		const links = tags(html, "a").map(({ href }) => href);
		expect(links).toEqual(["#booking-email", "#booking-service", "#booking-terms"]);
		for (const link of links) expect(html).toContain(`id="${link?.slice(1)}"`);
	});
});

describe("a group of choices", () => {
	it("is a fieldset with a legend, described by its error, with a label for each choice", async () => {
		const html = await render(
			<RadioGroup
				label="Reminder"
				name="reminder"
				errors={["Choose one."]}
				chosen={["sms"]}
				options={[
					{ value: "sms", label: "Text message" },
					{ value: "email", label: "Email" },
				]}
			/>,
		);
		expect(tags(html, "fieldset")[0]?.["aria-describedby"]).toBe("field-reminder-error");
		expect(html).toContain('id="field-reminder-error"');
		expect(tags(html, "label").map((label) => label.for)).toEqual(tags(html, "input").map(({ id }) => id));
		expect(tags(html, "input").map((input) => "checked" in input)).toEqual([true, false]);
	});
});

describe("no errors", () => {
	it("draw no summary", async () => {
		expect(await render(<ErrorSummary allErrors={{}} />)).toBe("");
	});
});
