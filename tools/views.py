"""Pages of the library."""

from django.shortcuts import render

from prosesstotte.caching import public_page


@public_page
def method_list(request): return render(request, "tools/method_list.html")
@public_page
def method_detail(request, slug): return render(request, "tools/method_list.html")
@public_page
def recipe_list(request): return render(request, "tools/method_list.html")
@public_page
def recipe_detail(request, slug): return render(request, "tools/method_list.html")
@public_page
def programmes(request): return render(request, "tools/method_list.html")
@public_page
def programme(request, slug): return render(request, "tools/method_list.html")
