import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { changeName } from "#app/domain/identity/account/change-name.ts";
import { changePassword } from "#app/domain/identity/account/change-password.ts";
import { ProfileForm } from "#app/domain/identity/account/profile-forms.ts";
import { resendVerification } from "#app/domain/identity/account/verify-email.ts";
import { changePreferences, getPreferences } from "#app/domain/identity/preferences/preferences.ts";
import { answerForm } from "#app/doors/form.ts";
import { inOwnOrg, originOf, page, requireMember } from "#app/doors/page.ts";
import { takeRate } from "#app/doors/rates/rate-limit.ts";
import { signInCookie } from "#app/doors/session.ts";
import { themeCookie } from "#app/doors/theme.ts";
import { ButtonLink, SubmitButton } from "#app/ui/forms/button.tsx";
import { Page, Section } from "#app/ui/frame/page.tsx";
import { Notice } from "#app/ui/signs/notice.tsx";
import { PreferencesFields } from "./preferences-fields.tsx";
import { NameFields, PasswordFields } from "./profile-fields.tsx";

export const meta = () => [{ title: "Profile · Perigee" }];

export const loader = (args: LoaderFunctionArgs) =>
	page(args, "preferences.view", async (ctx, member) => ({
		preferences: await getPreferences(ctx),
		name: member.name,
		email: member.email,
		isVerified: member.isVerified,
		zones: Intl.supportedValuesOf("timeZone"),
	}));

export async function action(args: ActionFunctionArgs) {
	const member = await requireMember(args);
	const origin = originOf(args);
	const to = "/settings/profile";
	return answerForm(args, ProfileForm, async (input) => {
		switch (input.act) {
			case "name":
				await changeName(member.userId, input.name, origin);
				return { to, flash: "Your name is changed." };
			case "password": {
				await takeRate(`password:${member.userId}`, "guess");
				const session = await changePassword(member.userId, input, origin);
				return {
					to,
					flash: "Your password is changed. Every other session was ended.",
					headers: [["Set-Cookie", await signInCookie(session)]],
				};
			}
			case "resend":
				await takeRate(`verify:${member.userId}`, "mail");
				await resendVerification(member.userId, origin);
				return { to, flash: `A mail is on its way to ${member.email}.` };
			case "preferences": {
				const { act: _, ...rest } = input;
				await inOwnOrg(args, member, (ctx) => changePreferences(ctx, rest));
				return {
					to,
					flash: "Your preferences are saved.",
					headers: [["Set-Cookie", await themeCookie().serialize(input.theme)]],
				};
			}
		}
	});
}

export default function Profile() {
	const { preferences, name, email, isVerified, zones } = useLoaderData<typeof loader>();
	const reply = useActionData<typeof action>();
	const act = String(reply?.result.initialValue?.act ?? "");
	const resultOf = (which: string) => (act === which ? reply?.result : undefined);
	return (
		<Page
			title="Profile"
			crumbs={[{ label: "Settings", href: "/settings" }]}
			width="narrow"
			actions={<ButtonLink to="/settings/sessions">Sessions</ButtonLink>}
		>
			{!isVerified && (
				<Notice tone="warn" title="Your address is not confirmed.">
					Follow the link in the mail to {email}.
					<Form method="post" reloadDocument>
						<SubmitButton tone="plain" small name="act" value="resend">
							Send the mail again
						</SubmitButton>
					</Form>
					{resultOf("resend")?.error?.[""]?.join(" ")}
				</Notice>
			)}
			<Section title="Name">
				<NameFields name={name} email={email} result={resultOf("name")} />
			</Section>
			<Section title="Preferences">
				<PreferencesFields preferences={preferences} zones={zones} result={resultOf("preferences")} />
			</Section>
			<Section title="Password">
				<PasswordFields result={resultOf("password")} />
			</Section>
		</Page>
	);
}
