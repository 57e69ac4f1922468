from django.shortcuts import render

from prosesstotte.caching import public_page


@public_page
def start(request): return render(request, "bookings/start.html")
def mine(request): return render(request, "bookings/mine.html")
