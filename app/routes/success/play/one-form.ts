/** The form that every button of a play's page sends, wherever it stands on it. */
export const PLAY_FORM = "play-form";

/** The input of an act's field: acts stand beside each other in one form. */
export const actField = (act: string, name: string) => `${act}.${name}`;
