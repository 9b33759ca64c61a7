/** What llama.cpp calls a token. */
export const TOKEN_TYPES = { normal: 1, control: 3, user: 4, unused: 5 } as const;
