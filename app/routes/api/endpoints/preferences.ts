import { z } from "zod";
import { changePreferences, getPreferences } from "#app/domain/identity/preferences/preferences.ts";
import { Preferences, PreferencesChange } from "#app/domain/identity/preferences/preferences-schema.ts";
import { endpoint } from "#app/doors/api/endpoint.ts";

/** The caller's own preferences: a key's are those of its member. */
export const showPreferences = endpoint({
	method: "GET",
	path: "/api/user/preferences",
	summary: "Read your preferences",
	description: "Made with their defaults at the first read.",
	permission: "preferences.view",
	keeps: true,
	input: z.object({}),
	output: Preferences,
	run: (ctx) => getPreferences(ctx),
});

export const updatePreferences = endpoint({
	method: "PUT",
	path: "/api/user/preferences",
	summary: "Change some of your preferences",
	description: "What is left out stays as it is. Answers all of them.",
	permission: "preferences.edit",
	input: PreferencesChange,
	output: Preferences,
	run: (ctx, input) => changePreferences(ctx, input),
});
