import type { Dialogue } from './dialogues.ts';

export const englishDialogues: readonly Dialogue[] = [
  {
    language: 'en',
    result: 'Solved',
    tags: ['delivery'],
    stars: [4, 5, 5],
    page: '/orders',
    text: `
C: Hi, order {order} was supposed to be here on {date}. Any idea where it is?
O: Good morning {client}, let me look that up for you.
O: The parcel {parcel} left our warehouse on time, but it has been sitting at the carrier's depot since yesterday morning.
C: Is it lost?
O: No, they scanned it again twenty minutes ago. It is on the van and should reach you before 5 pm today.
C: OK, and if I'm not at home?
O: The driver will ring you, and you can send it to a pick-up point by replying to their text message.
C: Great, thanks for checking.
O: You're welcome. If it doesn't come today, just write here again and I'll call them myself.`,
  },
  {
    language: 'en',
    result: 'Solved',
    tags: ['product'],
    stars: [5, 5, 4],
    page: '/products/grinders',
    text: `
C: Hello! Does the {product} grind fine enough for a moka pot?
O: Hello {client}! Yes, moka is right in the middle of its range, I'd start at setting 9.
C: And espresso?
O: It will do a decent espresso at 3 to 4. If espresso is what you make every day, I'd honestly take the next model up, it adjusts in finer steps.
C: Moka mostly, espresso on Sundays 🙂
O: Then this one is the right choice and you keep {price} for beans.
C: Sold. Does it come with a brush?
O: It does, and with a spare burr gasket as well.`,
  },
  {
    language: 'en',
    result: 'Return agreed',
    tags: ['return', 'product'],
    stars: [4, 5],
    page: '/orders',
    note: 'Kettle arrived dented, replacement sent, photo in the conversation.',
    text: `
C: My kettle from order {order} arrived with a big dent in the side 😞
O: Oh no, I'm sorry about that. Could you tell me whether the outer box was damaged too?
C: One corner was crushed, yes.
O: Then it happened on the way. Would you like a new one or your money back?
C: A new one please, it's a present for my sister's birthday next week.
O: It leaves today with express delivery, so it will be with you on {date}. No charge of course.
C: And what do I do with the old one?
O: Keep the box; the courier who brings the new kettle takes the dented one back. You don't need a label.
C: That's easier than I feared. Thank you {operator}!
O: My pleasure. Happy birthday to your sister!`,
  },
  {
    language: 'en',
    result: 'Solved',
    tags: ['payment'],
    stars: [3, 4, 5],
    page: '/checkout',
    text: `
C: I was charged twice for one order?!
O: Let me check that at once. What is the order number?
C: {order}
O: I see one payment of {price} and one reservation of the same amount. The second one is not a charge, the bank releases it by itself.
C: My app shows both as paid though
O: Many banks show reservations like that. It should vanish within three working days; I have asked the payment gate to release it now, so probably tomorrow.
C: And if not?
O: Then write to us with a screenshot and we'll settle it with the bank for you. I've put a note on your order so nobody asks you to explain it all again.
C: Fair enough, thanks`,
  },
  {
    language: 'en',
    result: 'Sold',
    tags: ['product', 'gift'],
    stars: [5],
    page: '/gifts',
    text: `
C: I need a present for someone who is obsessed with coffee and already has everything. Help
O: A happy problem! What do they brew with?
C: V60, an Aeropress, some fancy scale with a timer
O: Then I'd leave the equipment alone and go for taste: our tasting box with four roasts, among them {beans}. It's the one regulars give each other.
C: How much?
O: {price}, gift wrapped, and you can add a card with your own words in the basket.
C: perfect. will it make it by {date}?
O: If you order before 2 pm today, comfortably.
C: doing it now. You just saved me 🙏`,
  },
  {
    language: 'en',
    result: 'Solved',
    tags: ['account'],
    stars: [4],
    page: '/account',
    text: `
C: The password reset mail never arrives
O: Hi {client}, which address did you ask for it with?
C: the one I'm writing with now
O: I find no account under it, but an order {order} made as a guest. So there was never a password, that's why no mail comes.
C: oh. so I can't see my invoice?
O: You can: I'm sending you the invoice to that address right now. And if you register with the same address, all older orders appear in your account.
C: got the invoice. And I'll register. Thanks!`,
  },
  {
    language: 'en',
    result: 'Passed on',
    tags: ['complaint', 'warranty'],
    stars: [2, 3, 4],
    page: '/warranty',
    note: 'Espresso machine leaks from the group head, service has its number. Client wants a call, not a mail.',
    text: `
C: The espresso machine I bought in spring is leaking. Second time I'm writing, nobody answered my e-mail.
O: I'm sorry, {client}, that must be annoying. Where exactly does the water come out?
C: Around the group head. I changed the gasket as the manual says, no change.
O: Thank you, that saves us one round. Then it belongs to the service. It is under warranty until next spring.
C: How long will I be without it?
O: Usually 8 to 10 working days. I'm asking for a courier to collect it tomorrow, and I can send you a filter set for the time being.
C: That would be something. Please have them call me instead of writing
O: Done, it's in the ticket in capital letters. You'll get a call today before 4 pm.
C: We'll see. Thanks.`,
  },
  {
    language: 'en',
    result: 'Solved',
    tags: ['delivery', 'address'],
    stars: [5, 4],
    page: '/orders',
    text: `
C: Can I still change the delivery address of {order}? I typed my old street 🤦
O: Let me see, one second.
O: You're lucky, it is packed but not handed over yet. What's the right address?
C: Same town, but Garden Street 14
O: Changed. You'll get a new confirmation in a minute.
C: You are an angel`,
  },
  {
    language: 'en',
    result: 'Solved',
    tags: ['product', 'brewing'],
    stars: [5, 5],
    page: '/beans',
    text: `
C: Quick one: my {beans} tastes sour. Bad batch?
O: Probably not, it's a light roast with a lot of acidity. How do you brew it?
C: french press, 4 minutes, boiling water
O: Try grinding a bit finer and give it 5 minutes. Water right off the boil is fine for this one.
C: And if it's still sour?
O: Then one coarser step back and a gram more coffee per cup. And if you still don't like it, we'll exchange the bag for a chocolatey one, no questions.
C: good deal, I'll report back ☕`,
  },
  {
    language: 'en',
    result: 'Solved',
    tags: ['invoice', 'business'],
    stars: null,
    page: '/account/invoices',
    text: `
C: Good afternoon, we need our VAT number on the invoice for order {order}.
O: Good afternoon {client}. Gladly, could you send me the number and the company's full name?
C: Meadow Studio Ltd, CZ27082440
O: Thank you. The corrected invoice is on its way to your e-mail, the former one has been cancelled.
C: Received. Could you keep it for the next orders?
O: Already saved in your account.
C: Excellent, good-bye.`,
  },
  {
    language: 'en',
    result: 'Sold',
    tags: ['business'],
    stars: [5],
    page: '/business',
    note: 'Office of 30, monthly subscription 6 kg, wants a call with sales next week.',
    text: `
C: Do you supply offices? We're about 30 people
O: We do! How much coffee do you go through, roughly?
C: no idea. the machine is always busy
O: For thirty people it's usually 5 to 6 kg a month. We'd send whole beans every two weeks, you can pause or change any time.
C: price?
O: From 3 kg a month you get 15 % off, delivery is free. Cleaning tablets come along once a quarter.
C: Sounds good, can someone call me next week?
O: Of course. Tuesday at 10?
C: Tuesday 10 works. {first}, the number is in the form
O: Noted, my colleague from the business team will ring you. Have a good day!`,
  },
  {
    language: 'en',
    result: 'Not solved',
    tags: ['stock'],
    stars: [2, 3],
    page: '/products/kettles',
    text: `
C: When will the gooseneck kettle in white be back?
O: Hi {client}, I'm afraid the maker has stopped the white one. Black and steel stay.
C: Really? Everything in my kitchen is white...
O: I know it's a pity. I looked whether one of our shops has a display piece left, but no.
C: ok. Then I'll look elsewhere
O: I understand. If a different maker brings one out I can let you know, if you like.
C: no need, thanks`,
  },
  {
    language: 'en',
    result: 'Solved',
    tags: ['discount'],
    stars: [4, 5],
    page: '/checkout',
    text: `
C: code AUTUMN doesn't work
O: Hello! What does it say when you enter it?
C: "not valid for this basket"
O: It applies to beans only, and I guess there's a grinder in the basket too?
C: yes the {product}
O: Then it should take 10 % off the beans and leave the grinder. That's a mistake on our side, I'm reporting it.
O: So that you don't have to wait: use HELLO-{order}, it takes the same amount off the whole order.
C: works!! thank you`,
  },
  {
    language: 'en',
    result: 'Solved',
    tags: ['subscription'],
    stars: [5, 4, 4],
    page: '/account/subscription',
    text: `
C: I'd like to pause my subscription, we're away for a month
O: No problem, {client}. From when?
C: from {date}
O: Paused for four weeks; the bag planned before that still comes. It starts again by itself, we'll remind you three days earlier.
C: can I change the roast at that point too?
O: Any time, in your account under Subscription, or just tell me now.
C: {beans} then, please
O: Changed. Enjoy your holiday!`,
  },
];
