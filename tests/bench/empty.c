/* SPDX-License-Identifier: ISC */
/*
 * The floor of every start-up measurement: what the kernel, the dynamic loader
 * and libc take for a program that does nothing.
 */
int main(void)
{
	return 0;
}
